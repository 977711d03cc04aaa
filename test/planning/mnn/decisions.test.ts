import { describe, expect, it } from 'vitest'
import { packFreeWinogradCost } from '#main/planning/mnn/2.8.1/pack-free-winograd'
import { tiledCost } from '#main/planning/mnn/2.8.1/tiled'
import { EagerPool } from '#main/planning/mnn/eager-pool'
import { measure } from '#main/planning/mnn/executor'
import { MNN_1_0_1 } from '#main/planning/profiles/mnn-1.0.1'
import { MNN_2_8_1 } from '#main/planning/profiles/mnn-2.8.1'
import { type ConvRow, fixtureRows, isaOf, MODES, problemOf, sharedRows } from './golden-data'

const ENGINES = { '1.0.1': MNN_1_0_1, '2.8.1': MNN_2_8_1 }
const MEASURED_NAMES: Readonly<Record<string, string>> = {
  'strassen-1x1': 'strassen1x1',
  'depthwise-3x3': 'depthwise',
  grouped: 'group',
}

/** What the rules say, in the words of the measurements. */
function modelled(row: ConvRow, mode: string) {
  const engine = ENGINES[row.e]
  const isa = isaOf(row.b)
  const core = engine.cores[isa]
  const problem = problemOf(row.s)
  const settings = { isa, core, threads: row.t, memory: MODES[mode] ?? 'normal' }
  const { chosen, options } = engine.select({ problem, constantWeight: true, biasElements: null }, settings)
  const size = measure(chosen, engine.createDynamicPool())
  const inner = chosen.inner?.executor
  const unit = chosen.unit ?? inner?.unit
  return {
    a: MEASURED_NAMES[chosen.algorithm] ?? chosen.algorithm,
    c: chosen.className,
    sa: inner && (MEASURED_NAMES[inner.algorithm] ?? inner.algorithm),
    sc: inner?.className,
    u: unit ?? undefined,
    sb: size.packedWeightBytes,
    sp: size.creationPeakBytes === size.packedWeightBytes ? undefined : size.creationPeakBytes,
    db: size.workspaceBytes,
    de: engine === MNN_2_8_1 ? measure(chosen, new EagerPool()).workspaceBytes : size.workspaceBytes,
    chosenOptions: options.filter((option) => option.chosen).length,
  }
}

function differences(rows: readonly ConvRow[]): string[] {
  const found: string[] = []
  for (const row of rows) {
    const { a, c, sa, sc, u, sb, sp, db } = row
    const expected = { a, c, sa, sc, u, sb, sp, db, de: row.de ?? db, chosenOptions: 1 }
    for (const mode of row.m) {
      const actual = modelled(row, mode)
      if (JSON.stringify(actual) !== JSON.stringify(expected)) {
        found.push(`${row.e} ${row.b} ${mode} t${row.t} ${row.s}: ${JSON.stringify({ expected, actual })}`)
      }
    }
  }
  return found
}

function parallelismDifferences(rows: readonly ConvRow[]): string[] {
  return rows
    .filter((row) => row.i !== undefined && (row.a === 'tiled' || row.a === 'winograd'))
    .filter((row) => {
      const core = MNN_2_8_1.cores[isaOf(row.b)]
      const problem = problemOf(row.s)
      const choice =
        row.u === undefined ? tiledCost(problem, core, row.t) : packFreeWinogradCost(problem, row.u, core, row.t)
      return choice.inner !== (row.i === 1)
    })
    .map((row) => `${row.b} t${row.t} ${row.s}: measured ${row.i}`)
}

describe('MNN decisions against measured ones', () => {
  const rows = fixtureRows<ConvRow>('mnn-conv-decisions')

  it('has rows for every version and core', () => {
    const covered = new Set(rows.map((row) => `${row.e} ${row.b}`))
    expect([...covered].sort()).toEqual([
      '1.0.1 arm64-sim',
      '1.0.1 avx2',
      '2.8.1 arm64-sim',
      '2.8.1 avx2',
      '2.8.1 avx512',
      '2.8.1 sse',
    ])
    expect(rows.length).toBe(19066)
  })

  for (const engine of ['1.0.1', '2.8.1'] as const) {
    it(`${engine}: algorithm, unit, executor, static, peak, dynamic and eager bytes of every row`, () => {
      expect(differences(rows.filter((row) => row.e === engine)).slice(0, 5)).toEqual([])
    })
  }

  it('2.8.1: outer or inner parallelism of every row that tells', () => {
    expect(parallelismDifferences(rows)).toEqual([])
  })

  const full = sharedRows<ConvRow>('mnn-conv-decisions')
  it.skipIf(full === null)('the full measurements beside the checkout (skipped where absent)', () => {
    expect(full?.length).toBeGreaterThan(0)
    expect(differences(full ?? []).slice(0, 5)).toEqual([])
  })
})
