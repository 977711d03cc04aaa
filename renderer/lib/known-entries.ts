// SPDX-License-Identifier: Apache-2.0
import type { History, HistoryEntry } from '#contract/history'

/**
 * A list of what is kept, in which entries that were listed before are the same objects, and a new one has in common with
 * its neighbour what is equal: main tells the whole list after every run, a thousand times of a thousand entries.
 */
export function withKnown(history: History, known: History | null): History {
  const before = new Map(known?.entries.map((entry) => [entry.id, entry]))
  let neighbour = known?.entries[0]
  const entries = history.entries.map((entry) => {
    const old = before.get(entry.id)
    const isSame = old?.name === entry.name && old.savedAt === entry.savedAt
    neighbour = isSame ? old : neighbour === undefined ? entry : shared(entry, neighbour)
    return neighbour
  })
  return { ...history, entries }
}

function shared(entry: HistoryEntry, { configuration, inputs, totals }: HistoryEntry): HistoryEntry {
  return {
    ...entry,
    configuration: either(entry.configuration, configuration),
    inputs: either(entry.inputs, inputs),
    totals: either(entry.totals, totals),
  }
}

/** The one that is there already, where both are equal. */
function either<T>(value: T, there: T): T {
  return JSON.stringify(value) === JSON.stringify(there) ? there : value
}
