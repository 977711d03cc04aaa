// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import type { HistoryEntry } from '#contract/history'
import { withKnown } from '../../../renderer/lib/known-entries'

/** As it comes from main: nothing is the same object as anything else. */
function entry(id: string, more: Partial<HistoryEntry> = {}): HistoryEntry {
  return structuredClone({
    ...{ id, name: '', savedAt: 1, totalBytes: 3 },
    configuration: { profile: 'convscope', threads: 1 } as unknown as Configuration,
    inputs: [{ name: 'x', dims: [1, 3, 8, 8] }],
    totals: { weights: 1 } as unknown as HistoryEntry['totals'],
    ...more,
  })
}

const known = withKnown({ entries: [entry('run-1'), entry('run-0')], damaged: 0 }, null)

it('keeps entries that were listed before', () => {
  const next = withKnown({ entries: [entry('run-2'), entry('run-1'), entry('run-0')], damaged: 1 }, known)
  expect(next).toEqual({ entries: [entry('run-2'), entry('run-1'), entry('run-0')], damaged: 1 })
  expect(next.entries.slice(1).every((each, i) => each === known.entries[i])).toBe(true)
})

it('has once what a new entry has in common with others', () => {
  const [first, second] = known.entries
  const [added] = withKnown({ entries: [entry('run-2'), ...known.entries], damaged: 0 }, known).entries
  expect(new Set([first, second, added].map((each) => each?.configuration)).size).toBe(1)
  expect(new Set([first, second, added].map((each) => each?.inputs)).size).toBe(1)
})

it('takes what has changed: a name, a plan that was kept again, other sizes', () => {
  const changed = [
    entry('run-2', { inputs: [{ name: 'x', dims: [2, 3, 8, 8] }] }),
    entry('run-1', { name: 'named' }),
    entry('run-0', { savedAt: 2, totalBytes: 4 }),
  ]
  expect(withKnown({ entries: changed, damaged: 0 }, known).entries).toEqual(changed)
})
