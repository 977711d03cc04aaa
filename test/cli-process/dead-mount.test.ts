// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { ocrModel } from '../core/model/support/model-files'
import { builtCommand } from './built-command'

const { run, file } = builtCommand()
/** Mounting takes rights, and the program that answers a compiler. */
const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/dev/fuse')

/** Carries work out with a folder of a file system that never answers to `stage`. */
async function withDeadMount(what: string, stage: string, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = file(`mounted ${what}`)
  mkdirSync(folder)
  const files = [file('model.onnx'), file('plan.json')]
  const server = spawn(file('dead-mount'), [folder, stage, ...files], { stdio: ['pipe', 'pipe', 'inherit'] })
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
}

describe.runIf(CAN_MOUNT)('a file system that never answers', () => {
  beforeAll(async () => {
    const source = join(import.meta.dirname, 'dead-mount.cc')
    execFileSync('g++', ['-std=c++20', '-O1', '-o', file('dead-mount'), source])
    copyFileSync(ocrModel('ch_ppocr_mobile_v2.0_cls_infer.onnx'), file('model.onnx'))
    writeFileSync(file('plan.json'), (await run('plan', 'model.onnx', '-p', 'mnn-2.8.1', '--json')).out)
  })

  test('one that answers is read', () =>
    withDeadMount('all', 'none', async (folder) => {
      expect(await run('plan', join(folder, 'model.onnx'), '-p', 'mnn-2.8.1')).toMatchObject({ code: 0 })
    }))

  // They wait at the same time: each takes as long as a file system may take to answer.
  test.concurrent.each([
    ['to look a model up', 'lookup', (there) => ['plan', there('model.onnx')]],
    [
      'to look up what is written',
      'lookup',
      (there) => ['export', 'model.onnx', 'mnn-2.8.1', '-o', there('plan.json')],
    ],
    ['to open an input', 'open', (there) => ['run', 'sample:squeezenet', '--input', `x=${there('model.onnx')}`]],
    ['while it reads a model', 'later', (there) => ['plan', there('model.onnx')]],
    ['while it reads a document', 'later', (there) => ['compare', there('plan.json'), 'plan.json']],
    ['to read a document', 'read', (there) => ['compare', there('plan.json'), 'plan.json']],
  ] satisfies [string, string, (there: (name: string) => string) => string[]][])('%s', (what, stage, order) =>
    withDeadMount(what, stage, async (folder) => {
      const { code, err } = await run(...order((name) => join(folder, name)))
      expect({ code, err }).toEqual({
        code: 3,
        err: expect.stringMatching(/^convscope: .*system does not answer\.\n$/),
      })
    }),
  )
})
