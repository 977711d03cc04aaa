// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { coreOf } from '#core/planning/engines/mnn/engine'
import { packFreeWinogradCost } from '#core/planning/engines/mnn/rules/2.8.1/pack-free-winograd'
import { tiledCost } from '#core/planning/engines/mnn/rules/2.8.1/tiled'
import { convolutionOutcomes, problemOf } from '../../../../golden/convolutions'
import { engineOf } from '../../../../golden/engines'
import type { Outcome } from '../../../../golden/outcome'
import type { ConvRow } from '../../../../golden/rows'
import { fixtureRows, sharedRows } from './golden-data'

const convolutions = (rows: ReturnType<typeof fixtureRows>): ConvRow[] =>
  rows.flatMap((golden) => (golden.kind === 'convolution' ? [golden.row] : []))

function outcomes(rows: readonly ConvRow[]): Outcome[] {
  return rows.flatMap((row) => {
    const found = convolutionOutcomes(row)
    if (found === null) throw new Error(`no profile for ${row.e} ${row.b}`)
    return found
  })
}

function mistakes(judged: readonly Outcome[]): string[] {
  return judged.filter(({ wrong }) => wrong.length > 0).map(({ label, detail }) => `${label}: ${detail}`)
}

function parallelismDifferences(rows: readonly ConvRow[]): string[] {
  return rows
    .filter((row) => row.i !== undefined && (row.a === 'tiled' || row.a === 'winograd'))
    .filter((row) => {
      const found = engineOf(row.e, row.b)
      if (found === null) throw new Error(`no profile for ${row.e} ${row.b}`)
      const core = coreOf(found.engine, found.isa, 'normal')
      const problem = problemOf(row.s)
      const choice =
        row.u === undefined ? tiledCost(problem, core, row.t) : packFreeWinogradCost(problem, row.u, core, row.t)
      return choice.inner !== (row.i === 1)
    })
    .map((row) => `${row.e} ${row.b} t${row.t} ${row.s}: measured ${row.i}`)
}

describe('MNN decisions against measured ones', () => {
  const rows = convolutions(fixtureRows('mnn-conv-decisions.jsonl'))

  it('has rows for every version, build and level', () => {
    const covered = new Set(rows.map(({ e, b, w }) => [e, b, ...(w === undefined ? [] : [w])].join(' ')))
    expect([...covered].sort()).toEqual([
      '1.0.1 arm64-sim',
      '1.0.1 avx2',
      '2.8.1 arm64-sim',
      '2.8.1 avx2',
      '2.8.1 avx512',
      '2.8.1 avx512,lowmem',
      '2.8.1 sse',
      '3.6.1 arm64-sim 3',
      '3.6.1 avx2 1',
      '3.6.1 avx2 3',
      '3.6.1 avx512 0',
      '3.6.1 avx512 1',
      '3.6.1 avx512 2',
      '3.6.1 avx512 3',
      '3.6.1 avx512,lowmem 3',
    ])
    expect(rows.length).toBe(54148)
  })

  for (const version of ['1.0.1', '2.8.1', '3.6.1']) {
    it(`${version}: algorithm, unit, executor, static, peak, dynamic and eager bytes of every row`, () => {
      const judged = outcomes(rows.filter(({ e }) => e === version))
      expect(judged.length).toBeGreaterThan(14_000)
      expect(mistakes(judged).slice(0, 5)).toEqual([])
    })
  }

  it('outer or inner parallelism of every row that tells', () => {
    expect(parallelismDifferences(rows)).toEqual([])
  })

  const full = sharedRows('mnn-conv-decisions.jsonl')
  it.skipIf(full === null)('the measurements beside the checkout (skipped where absent)', () => {
    const judged = outcomes(convolutions(full ?? []))
    expect(judged.length).toBeGreaterThan(0)
    expect(mistakes(judged).slice(0, 5)).toEqual([])
  })
})
