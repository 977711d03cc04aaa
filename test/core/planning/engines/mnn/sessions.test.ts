// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { networkOutcomes } from '../../../../golden/networks'
import type { GoldenRow, NetRow } from '../../../../golden/rows'
import { fixtureRows, sharedRows } from './golden-data'

const networks = (rows: readonly GoldenRow[]): NetRow[] =>
  rows.flatMap((golden) => (golden.kind === 'network' ? [golden.row] : []))

function mistakes(rows: readonly NetRow[]): string[] {
  return rows.flatMap((row) => {
    const judged = networkOutcomes(row)
    if (judged === null) throw new Error(`no profile for ${row.e} ${row.b}`)
    return judged.filter(({ wrong }) => wrong.length > 0).map(({ label, detail }) => `${label}: ${detail}`)
  })
}

describe('MNN sessions of small graphs against measured ones', () => {
  const rows = networks(fixtureRows('mnn-net-memory.jsonl'))

  for (const version of ['1.0.1', '2.8.1', '3.6.1']) {
    it(`${version}: executors, dynamic pool, static pool and total of every graph`, () => {
      const ofEngine = rows.filter(({ e }) => e === version)
      expect(ofEngine.length).toBeGreaterThan(200)
      expect(mistakes(ofEngine).slice(0, 3)).toEqual([])
    })
  }

  it('between these releases: total of a graph out of twenty', () => {
    const built = networks(fixtureRows('mnn-built-nets.jsonl')).filter((_, index) => index % 20 === 0)
    expect(built.length).toBeGreaterThan(10)
    expect(mistakes(built).slice(0, 3)).toEqual([])
  })

  const full = sharedRows('mnn-net-memory.jsonl')
  it.skipIf(full === null)('the measurements beside the checkout (skipped where absent)', () => {
    expect(full?.length).toBeGreaterThan(0)
    expect(mistakes(networks(full ?? [])).slice(0, 3)).toEqual([])
  })
})
