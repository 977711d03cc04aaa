import { describe, expect, it } from 'vitest'
import type { ShapedModel } from '#main/model/shapes'
import { planSession } from '#main/planning/mnn/session-plan'
import { MNN_1_0_1 } from '#main/planning/profiles/mnn-1.0.1'
import { MNN_2_8_1 } from '#main/planning/profiles/mnn-2.8.1'
import { fixtureRows, isaOf, MODES, type NetRow, sharedRows } from './golden-data'
import { ModelSketch } from './model-sketch'

const ENGINES = { '1.0.1': MNN_1_0_1, '2.8.1': MNN_2_8_1 }

/** The measured graph: convolutions on packed tensors, tensors without consumer are outputs. */
function graphOf(row: NetRow): ShapedModel {
  const sketch = new ModelSketch('mnn')
  const tensors = [sketch.input(row.x)]
  const consumed = new Set<number>()
  for (const [source, outChannels, kernel, stride, pad, group, depthwise] of row.cv) {
    const from = tensors[source] ?? -1
    consumed.add(from)
    tensors.push(sketch.conv(from, { outChannels, kernel, stride, pad, group, depthwise: depthwise === 1 }))
  }
  return sketch.shaped(tensors.filter((tensor) => !consumed.has(tensor)))
}

function modelled(row: NetRow) {
  const engine = ENGINES[row.e]
  const result = planSession(engine, {
    modelId: 'graph',
    shaped: graphOf(row),
    fileBytes: 0,
    configuration: { profile: `mnn-${row.e}`, memory: MODES[row.m] ?? 'normal', threads: row.t, isa: isaOf(row.b) },
    catalog: null,
  })
  if (!result.ok) throw new Error(result.problem.message)
  const { totals, decisions } = result.value
  const dynamicBytes = totals.activations + totals.workspace
  const memBytes = totals.packedWeights + dynamicBytes
  return {
    c: decisions.map(({ executor, unit }) => (unit === null ? executor : `${executor}:${unit}`)),
    db: dynamicBytes,
    sb: row.e === '1.0.1' ? totals.packedWeights : undefined,
    mem: row.mem === undefined ? undefined : Math.fround(memBytes / 2 ** 20),
  }
}

function differences(rows: readonly NetRow[]): string[] {
  return rows.flatMap((row) => {
    const expected = { c: row.c, db: row.db, sb: row.sb, mem: row.mem && Math.fround(row.mem / 2 ** 20) }
    const actual = modelled(row)
    return JSON.stringify(expected) === JSON.stringify(actual)
      ? []
      : [`${row.e} ${row.b} t${row.t} ${row.m} ${JSON.stringify(row.cv)}: ${JSON.stringify({ expected, actual })}`]
  })
}

describe('MNN sessions of small graphs against measured ones', () => {
  const rows = fixtureRows<NetRow>('mnn-net-memory')

  for (const engine of ['1.0.1', '2.8.1'] as const) {
    it(`${engine}: executors, dynamic pool and total of every graph`, () => {
      const ofEngine = rows.filter((row) => row.e === engine)
      expect(ofEngine.length).toBeGreaterThan(200)
      expect(differences(ofEngine).slice(0, 3)).toEqual([])
    })
  }

  const full = sharedRows<NetRow>('mnn-net-memory')
  it.skipIf(full === null)('the full measurements beside the checkout (skipped where absent)', () => {
    expect(full?.length).toBeGreaterThan(0)
    expect(differences(full ?? []).slice(0, 3)).toEqual([])
  })
})
