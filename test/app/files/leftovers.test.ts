// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { clearLeftovers } from '#app/files/leftovers'
import { temporaryFolder } from '../../core/model/support/temporary-folder'

const folder = temporaryFolder()

it('removes what dead processes left, and nothing else', async () => {
  const { pid: dead = 0 } = spawnSync(process.execPath, ['-e', ''])
  for (const name of ['data/history/a', 'elsewhere', 'tmp']) mkdirSync(folder(name), { recursive: true })
  const kept = ['tmp/convscope-notes', `tmp/convscope-${process.pid}-ab`, `tmp/convscope-uploads-${process.pid}-ab`]
  const gone = [`tmp/convscope-${dead}-ab`, `tmp/convscope-uploads-${dead}-ab`]
  for (const path of [...kept, ...gone]) mkdirSync(folder(path))
  writeFileSync(folder(`tmp/convscope-uploads-${dead}-ab/model.onnx`), 'x')
  symlinkSync(folder('elsewhere'), folder(`tmp/convscope-${dead}-link`))
  const old = ['data/.convscope-1234567890abcdef.part', 'data/history/a/.convscope-1234567890abcdef.part']
  const others = ['data/settings.json', 'data/.convscope-0987654321abcdef.part', 'data/history/a/plan-1.history']
  for (const path of [...old, ...others]) writeFileSync(folder(path), '{}')
  for (const path of [...old, 'data/settings.json']) utimesSync(folder(path), 1000, 1000)
  // What the user deleted can be brought back for a day.
  const now = Date.now()
  const [today, before] = ['data/history/a/run-1.history.deleted', 'data/history/a/run-2.history.deleted']
  for (const path of [today, before]) writeFileSync(folder(path), '{}')
  utimesSync(folder(today), now / 1000 - 7200, now / 1000 - 7200)
  utimesSync(folder(before), now / 1000 - 90_000, now / 1000 - 90_000)

  await clearLeftovers(folder('data'), folder('tmp'), now)
  const there = (paths: readonly string[]) => paths.filter((path) => existsSync(folder(path)))
  expect(there([...gone, ...old, before])).toEqual([])
  expect(there([...kept, ...others, 'elsewhere', today])).toEqual([...kept, ...others, 'elsewhere', today])
})
