// SPDX-License-Identifier: Apache-2.0
// Holds the rules against measurements; exits 1 where any target is missed.
//   npm run golden -- [FILE…] [--models FOLDER]…
// A file holds conv decisions, net memory or sessions, one JSON object a line or a JSON array, gzipped or
// not; without any, it is the project's own copy. Models of sessions are looked for by name or digest in each
// FOLDER, beside each file, in ../models from there, in the project's
// own test/fixtures/golden/models, and in ../shared/models.
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'

const root = resolve(import.meta.dirname, '../..')
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { models: { type: 'string', multiple: true, default: [] } },
})
const own = join(root, 'test/fixtures/golden')
const files =
  positionals.length > 0
    ? positionals
    : readdirSync(own)
        .filter((name) => name.endsWith('.gz'))
        .map((name) => join(own, name))
const missing = files.filter((file) => !existsSync(file))
if (missing.length > 0) {
  console.error(`There is no file ${missing.join(', ')}.`)
  process.exit(1)
}
const folders = [
  ...values.models,
  ...(positionals.length > 0 ? files.map((file) => join(dirname(resolve(file)), '../models')) : []),
  join(own, 'models'),
  resolve(root, '../shared/models'),
]

const { module } = await runnerImport(join(import.meta.dirname, 'evaluate.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
})
const { lines, met } = await module.evaluate(files, [...new Set(folders)])
for (const line of lines) console.log(line)
process.exitCode = met ? 0 : 1
