// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHistoryStore } from '#app/documents/history/history'
import { createKeptSides } from '#app/documents/kept-sides'
import { openSettings } from '#app/settings/settings'
import { createWorkspaceStore } from '#app/workspaces/workspaces'
import { english } from '#messages/say'
import { entryOf, FOUNDING_A, model } from '../core/export/support/saved-network'
import { ocrModel } from '../core/model/support/model-files'
import { builtCommand } from './built-command'

const { shell, file } = builtCommand()
const CLASSIFIER = ocrModel('ch_ppocr_mobile_v2.0_cls_infer.onnx')
/** Mounting takes rights. */
const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0
const DISK_BYTES = 2 ** 20
const OLD = 'OLD\n'

/** Takes what room is left, to the last byte. */
function fill(disk: string): void {
  try {
    writeFileSync(`${disk}/filling`, Buffer.alloc(2 * DISK_BYTES))
  } catch {
    // It is full.
  }
  expect(statfsSync(disk).bfree).toBe(0)
}

/** All that is there, with what is in it; but for the log, which begins empty. */
function contents(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.endsWith('.log'),
  )
  return Object.fromEntries(
    files.map(({ parentPath, name }) => [`${parentPath}/${name}`, readFileSync(`${parentPath}/${name}`, 'latin1')]),
  )
}

describe.runIf(CAN_MOUNT)('a disk that is full', () => {
  let disk = ''
  beforeAll(() => {
    disk = file('disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'full-disk', disk])
  })
  afterAll(() => execFileSync('umount', [disk]))

  test('what a command writes is told, and what was there stays', async () => {
    for (const name of ['keep.json', 'keep.html']) writeFileSync(`${disk}/${name}`, OLD)
    copyFileSync(CLASSIFIER, file('model.onnx'))
    fill(disk)
    const before = contents(disk)
    for (const order of [
      ['export', 'model.onnx', 'mnn-2.8.1', '-o', 'disk/keep.json'],
      ['export', 'model.onnx', 'mnn-2.8.1', '-o', 'disk/new.json'],
      ['report', 'model.onnx', '-o', 'disk/keep.html'],
      ['plan', 'sample:mobilenet-v2'],
    ]) {
      const { code, err } = await shell('TMPDIR=disk exec "$@"', ...order)
      expect({ code, err }, order.join(' ')).toEqual({
        code: 3,
        err: expect.stringMatching(/^convscope: .* could not be written: the disk is full\.\n$/),
      })
      expect(contents(disk)).toEqual(before)
    }
    // What a run or plan keeps for the next is no matter of its own.
    const ran = await shell('XDG_CONFIG_HOME=disk exec "$@"', 'run', 'model.onnx')
    expect(ran).toMatchObject({ code: 0 })
    expect(contents(disk)).toEqual(before)
  })

  test('settings, history, workspaces and documents say so, and keep what they had', async () => {
    rmSync(`${disk}/filling`)
    const kept = { application: { name: 'Convscope', version: '0.1.0' }, model }
    const history = createHistoryStore(`${disk}/history`)
    const sides = createKeptSides(disk)
    const workspaces = createWorkspaceStore(disk)
    expect((await openSettings(disk).change({ theme: 'dark' })).ok).toBe(true)
    expect(history.keep({ ...kept, savedAt: new Date(1).toISOString(), entry: entryOf('', FOUNDING_A) }).ok).toBe(true)
    expect(workspaces.keep(model.sha256, '{}').ok).toBe(true)
    fill(disk)
    const before = contents(disk)
    const entry = entryOf('', FOUNDING_A, 2)
    const told = [
      await openSettings(disk).change({ language: 'zh-CN' }),
      history.keep({ ...kept, savedAt: new Date(2).toISOString(), entry }),
      workspaces.keep(model.sha256, JSON.stringify({ long: 'x'.repeat(5000) })),
      await workspaces.keepLayout(model.sha256, 'a', 'y'.repeat(5000)),
    ]
    for (const each of told) expect(each.ok ? 'written' : english(each.problem.message)).toContain('the disk is full')
    expect(await sides.write({ model, entry }, () => 'z'.repeat(5000))).toBe(null)
    expect(contents(disk)).toEqual(before)
    expect(openSettings(disk).get()).toMatchObject({ theme: 'dark', language: 'system' })
    expect(history.list(model.sha256)).toMatchObject({ damaged: 0, entries: [{}] })
  })
})
