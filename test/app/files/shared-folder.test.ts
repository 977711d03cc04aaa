// SPDX-License-Identifier: Apache-2.0
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
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

test('two processes on one data folder keep what the other has set, opened, measured and named', async () => {
  await bundle('sharing-process', 'test/app/files/support/sharing-process.ts', folder(''))
  const dataFolder = folder('data')
  const documentPath = folder('document.json')
  writeFileSync(documentPath, JSON.stringify(documentOf([entryOf('', FOUNDING_A)])))
  const processes = [true, false].map((first) => ({
    child: fork(folder('out/main/sharing-process.cjs'), { execArgv: [] }),
    order: { dataFolder, first, rounds: ROUNDS, documentPath } satisfies SharingOrder,
  }))
  const ends = processes.map(({ child }) => once(child, 'exit'))
  await Promise.all(processes.map(({ child }) => once(child, 'message')))
  for (const { child, order } of processes) child.send(order)
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
  expect(left.filter((name) => /\.lock$|\.tmp-/.test(name))).toEqual([])
})
