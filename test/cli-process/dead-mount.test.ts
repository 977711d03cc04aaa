// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readDocument } from '#core/document/read'
import { ocrModel } from '../core/model/support/model-files'
import { builtCommand } from './built-command'

const { run, file } = builtCommand()
/** Mounting takes rights, and the program that answers a compiler. */
const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/dev/fuse')

const FILES = ['model.onnx', 'plan.json', 'net.param', 'net.bin']

/** A call that is not answered, and all around it on a busy machine. */
const LONGEST_MS = 60_000

/** Carries work out with a folder of a file system that never answers to `stage`; how many questions it was asked. */
async function withDeadMount(what: string, stage: string, work: (folder: string) => Promise<void>): Promise<number> {
  const folder = file(`mounted ${what}`)
  mkdirSync(folder)
  const files = FILES.map((name) => file(name))
  let said = ''
  const server = spawn(file('dead-mount'), [folder, stage, ...files], { stdio: ['pipe', 'pipe', 'inherit'] })
  server.stdout.on('data', (part: Buffer) => {
    said += part.toString()
  })
  const ended = new Promise((done) => server.once('close', done))
  try {
    await new Promise((mounted, failed) => {
      server.stdout.once('data', mounted)
      server.once('close', () => failed(new Error('it could not be mounted')))
    })
    await work(folder)
  } finally {
    server.stdin.end()
    await ended
  }
  return Number(said.split('\n')[1])
}

type Order = (there: (name: string) => string) => string[]

const comparing: Order = (there) => ['compare', there('plan.json'), 'plan.json']
const saving: Order = (there) => ['export', 'model.onnx', 'mnn-2.8.1', '-o', there('plan.json')]
const feeding: Order = (there) => ['run', 'sample:squeezenet', '--input', `data=${there('net.bin')}`]

/** What commands do with paths on the mounted folder. */
const ORDERS: readonly [string, Order][] = [
  ['plan', (there) => ['plan', there('model.onnx'), '-p', 'mnn-2.8.1']],
  ['plan weights beside', (there) => ['plan', there('net.param'), '-p', 'ncnn-20260526']],
  ['run', (there) => ['run', there('model.onnx')]],
  ['compare', comparing],
  ['save', saving],
  ['input', feeding],
]

describe.runIf(CAN_MOUNT)('a file system that never answers', () => {
  beforeAll(async () => {
    const source = join(import.meta.dirname, 'dead-mount.cc')
    execFileSync('g++', ['-std=c++20', '-O1', '-o', file('dead-mount'), source])
    copyFileSync(ocrModel('ch_ppocr_mobile_v2.0_cls_infer.onnx'), file('model.onnx'))
    writeFileSync(file('plan.json'), (await run('plan', 'model.onnx', '-p', 'mnn-2.8.1', '--json')).out)
    writeFileSync(
      file('net.param'),
      '7767517\n2 2\nInput in 0 1 x 0=8 1=8 2=3\nConvolution c 1 1 x y 0=4 1=3 5=1 6=108\n',
    )
    writeFileSync(file('net.bin'), new Uint8Array(4 + 4 * 108 + 4 * 4))
  })

  test('one that answers is read and written', () =>
    withDeadMount('all', 'none', async (folder) => {
      const there = (name: string) => join(folder, name)
      for (const [, order] of ORDERS.slice(0, 5)) expect(await run(...order(there))).toMatchObject({ code: 0 })
      const saved = readDocument(readFileSync(there('plan.json'), 'utf8'), 'plan.json')
      expect(saved).toMatchObject({ ok: true, value: { entries: [{ configuration: { profile: 'mnn-2.8.1' } }] } })
      expect((await run('plan', there('net.param'), '-p', 'ncnn-20260526')).err).not.toContain('made up')
      expect(readdirSync(folder).sort()).toEqual([...FILES].sort())
    }))

  // They wait at the same time: each takes as long as a file system may take to answer.
  test('refused, whatever it is not answered', () =>
    Promise.all(
      (
        [
          ['to look a model up', 'lookup', (there) => ['plan', there('model.onnx')]],
          ['to look up what is written', 'lookup', saving],
          ['to look a folder up', 'lookup', (there) => ['serve', there('models')]],
          ['to open an input', 'open', feeding],
          ['while it reads a model', 'later', (there) => ['plan', there('model.onnx')]],
          ['while it reads a document', 'later', comparing],
          ['to read a document', 'read', comparing],
        ] satisfies [string, string, Order][]
      ).map(([what, stage, order]) => refuses(what, stage, order)),
    ))

  // However many calls were answered before: none of them may be one that nobody waits for.
  test('refused, if it dies between two calls', async () => {
    const moments: [string, string, Order][] = []
    for (const [what, order] of ORDERS) {
      const asked = await withDeadMount(`${what}, whole`, 'none', async (folder) => {
        await run(...order((name) => join(folder, name)))
      })
      const step = Math.max(1, Math.ceil(asked / MOST_MOMENTS))
      for (let answers = 0; answers < asked; answers += step)
        moments.push([`${what} after ${answers}`, String(answers), order])
    }
    await Promise.all(moments.map(([what, stage, order]) => refuses(what, stage, order)))
  })
})

/** Moments at which it dies that are tried of each command, all at the same time. */
const MOST_MOMENTS = Number(process.env['CONVSCOPE_FAULTS'] ?? 3)

async function refuses(what: string, stage: string, order: Order): Promise<void> {
  await withDeadMount(what, stage, async (folder) => {
    const begun = performance.now()
    const { code, err } = await run(...order((name) => join(folder, name)))
    expect({ code, err }, what).toEqual({
      code: 3,
      err: expect.stringMatching(/^convscope: .*system does not answer\.\n$/),
    })
    expect(performance.now() - begun).toBeLessThan(LONGEST_MS)
  })
}
