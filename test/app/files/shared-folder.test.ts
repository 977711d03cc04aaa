// SPDX-License-Identifier: Apache-2.0
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { createHistoryStore } from '#app/documents/history/history'
import { openRecentFiles } from '#app/models/recent-files'
import { openSettings } from '#app/settings/settings'
import { createTimingCache } from '#core/timing-cache'
import { bundle } from '../../cli-process/bundle'
import { documentOf, entryOf, FOUNDING_A, model } from '../../core/export/support/saved-network'
import { temporaryFolder } from '../../core/model/support/temporary-folder'
import type { SharingOrder } from './support/sharing-process'

const folder = temporaryFolder()
const ROUNDS = 20
const KILLS = 3

beforeAll(async () => {
  await bundle('sharing-process', 'test/app/files/support/sharing-process.ts', folder(''))
  writeFileSync(folder('document.json'), JSON.stringify(documentOf([entryOf('', FOUNDING_A)])))
})

/** Ready for its order. */
async function sharingProcess() {
  const child = fork(folder('out/main/sharing-process.cjs'), { execArgv: [] })
  await once(child, 'message')
  return child
}

test('two processes on one data folder keep what the other has set, opened, measured and named', async () => {
  const dataFolder = folder('data')
  const processes = await Promise.all([sharingProcess(), sharingProcess()])
  const ends = processes.map((child) => once(child, 'exit'))
  for (const [i, child] of processes.entries()) {
    child.send({
      dataFolder,
      first: i === 0,
      rounds: ROUNDS,
      documentPath: folder('document.json'),
    } satisfies SharingOrder)
  }
  expect(await Promise.all(ends)).toEqual([
    [0, null],
    [0, null],
  ])

  expect(openSettings(dataFolder).get()).toMatchObject({ theme: 'dark', threads: ROUNDS })
  const recent = openRecentFiles(dataFolder, () => {}).list()
  expect(recent.map(({ fileName }) => fileName).sort()).toEqual(
    ['first', 'second'].flatMap((name) => Array.from({ length: 6 }, (_, i) => `${name}-${i}.onnx`)),
  )
  expect(createTimingCache(`${dataFolder}/kernel-timings.json`, 'kernels').entries().size).toBe(2 * ROUNDS)
  const { entries, damaged } = createHistoryStore(`${dataFolder}/history`).list(model.sha256)
  expect(damaged).toBe(0)
  expect(entries.map(({ name }) => name)).toEqual(['As shipped'])
  const left = readdirSync(dataFolder, { recursive: true }).map(String)
  expect(left.filter((name) => /\.lock$|\.part$/.test(name))).toEqual([])
})

test('a process that is killed while it writes leaves whole files, which the next changes on', async () => {
  const dataFolder = folder('killed')
  const order = { dataFolder, first: true, rounds: 1_000_000, documentPath: folder('document.json') }
  for (let kill = 1; kill <= KILLS; kill++) {
    const child = await sharingProcess()
    const end = once(child, 'exit')
    child.send(order satisfies SharingOrder)
    const history = createHistoryStore(`${dataFolder}/history`)
    await expect.poll(() => history.list(model.sha256).entries.length, { interval: 5, timeout: 30_000 }).toBe(1)
    // At different moments of a round, which takes some tens of milliseconds.
    await new Promise((done) => setTimeout(done, 11 * kill))
    child.kill('SIGKILL')
    expect(await end).toEqual([null, 'SIGKILL'])

    const settings = openSettings(dataFolder)
    expect((await settings.change({ threads: kill })).ok).toBe(true)
    const recent = openRecentFiles(dataFolder, () => {})
    await recent.add(`/models/next-${kill}.onnx`, 1)
    const names = recent.list().map(({ fileName }) => fileName)
    expect(names).toEqual(expect.arrayContaining(Array.from({ length: kill }, (_, i) => `next-${i + 1}.onnx`)))
    expect(createTimingCache(`${dataFolder}/kernel-timings.json`, 'kernels').add(new Map([['next', kill]])).ok).toBe(
      true,
    )
    const { entries, damaged } = history.list(model.sha256)
    expect({ damaged, kept: entries.length }).toEqual({ damaged: 0, kept: 1 })
    expect(history.load(model.sha256, entries[0]?.id ?? '').ok).toBe(true)
  }
  expect(openSettings(dataFolder).get()).toMatchObject({ threads: KILLS })
})
