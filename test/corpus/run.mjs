// SPDX-License-Identifier: Apache-2.0
// Opens, plans and, where possible, runs every model below a folder, each in a child process, and holds the outputs of
// ONNX files against ONNX Runtime; exits 1 where one crashes, hangs or is wrong.
//   npm run corpus -- FOLDER [--seconds 10] [--details]
import { fork } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, extname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '10' }, details: { type: 'boolean', default: false } },
})
const [folder] = positionals
if (folder === undefined || !existsSync(folder)) {
  console.error('Name a folder of models: npm run corpus -- FOLDER')
  process.exit(1)
}
const limitMs = Number(values.seconds) * 1000
const root = resolve(import.meta.dirname, '../..')
const formats = resolve(root, 'main/core/model/formats')
const extensions = new Set(
  readdirSync(formats)
    .map((each) => join(formats, each, 'format.json'))
    .filter((file) => existsSync(file))
    .flatMap((file) => JSON.parse(readFileSync(file, 'utf8')).extensions)
    .map((extension) => `.${extension}`),
)
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && extensions.has(extname(entry.name).toLowerCase()))
  .map((entry) => join(entry.parentPath ?? dirname(folder), entry.name))
  .sort()

const { module } = await runnerImport(join(import.meta.dirname, 'table.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
})
let child = null

/** One child after the other: a new one where the last was lost. */
function started() {
  child ??= fork(join(import.meta.dirname, 'child.mjs'), { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  return child
}

function lost() {
  child?.removeAllListeners()
  child?.kill('SIGKILL')
  child = null
}

/** The first file waits for the child to load as well. */
function judged(file, ms, reference = false) {
  return new Promise((done) => {
    const worker = started()
    let said = ''
    let hasRun = false
    const told = (message) => {
      if (message.hasRun) hasRun = true
      else end(message)
    }
    const hear = (chunk) => {
      said = (said + chunk).slice(-2000)
    }
    const end = (outcome) => {
      clearTimeout(timer)
      worker.off('message', told)
      worker.off('exit', crashed)
      worker.stderr.off('data', hear)
      done({ file, ...outcome })
    }
    const crashed = (code, signal) => {
      lost()
      end({
        kind: 'crash',
        ended: hasRun || reference,
        detail: `${signal ?? `code ${code}`} ${said.trim().split('\n').at(-1) ?? ''}`,
      })
    }
    const timer = setTimeout(() => {
      lost()
      end({ kind: 'hang', detail: `longer than ${values.seconds} s` })
    }, ms)
    worker.on('message', told)
    worker.on('exit', crashed)
    worker.stderr.on('data', hear)
    worker.send({ file, reference })
  })
}

const outcomes = []
for (const file of files) {
  const fresh = child === null
  let outcome = await judged(file, limitMs + (fresh ? 60_000 : 0))
  if (outcome.ended) {
    const { ended } = await judged(file, limitMs + 60_000, true)
    if (ended) outcome = { file, kind: 'ran', detail: 'ONNX Runtime ends its process, by itself as well' }
  }
  outcomes.push(outcome)
  if (values.details) console.log([outcome.kind, file, outcome.detail].join('\t'))
}
lost()
for (const line of module.table(outcomes)) console.log(line)
process.exitCode = module.isGood(outcomes) ? 0 : 1
