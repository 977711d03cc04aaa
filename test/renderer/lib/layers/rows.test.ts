// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { NodeView } from '#contract/model'
import type { Decision } from '#contract/plan'
import { spoken } from '#messages/say'
import { looksTheSame } from '#renderer/features/layers/layer-table'
import { defaultConfiguration } from '#renderer/lib/configurations'
import { withKeptParts } from '#renderer/lib/kept-parts'
import { lookOf } from '#renderer/lib/layers/lookups'
import { parseNodeQuery } from '#renderer/lib/layers/query'
import { type LayerRow, layerRows } from '#renderer/lib/layers/rows'
import { aModel, aPlan } from '../../support/fake-bridge'

it('tells which nodes are computed as part of another, and finds them', () => {
  const nodes = ['Conv', 'BatchNorm', 'Relu', 'MaxPool'].map(
    (op, id): NodeView => ({ id, name: op, op, sourceOp: op, inputs: [], outputs: [], attributes: [], folded: false }),
  )
  const plan = { ...aPlan('m', defaultConfiguration([], [], 1)), fusions: [1, 2].map((node) => ({ node, into: 0 })) }
  const rows = layerRows({ ...aModel('m'), nodes }, { plan, report: null, comparison: null, overlay: null })
  expect(rows.map((row) => row.fusedInto)).toEqual([null, 0, 0, null])
  expect(rows.filter(parseNodeQuery('fused:yes').matches).map((row) => row.node.op)).toEqual(['BatchNorm', 'Relu'])
})

const nodes = ['Conv', 'Conv'].map(
  (op, id): NodeView => ({ id, name: op, op, sourceOp: op, inputs: [], outputs: [], attributes: [], folded: false }),
)
const [model, configuration] = [{ ...aModel('m'), nodes }, defaultConfiguration([], [], 1)]
const aDecision = (node: number, bytes: number, why: string): Decision => ({
  ...{ node, kind: 'convolution', algorithm: 'tiled', unit: null, executor: '', inner: null, weightBytes: 1 },
  ...{ packedWeightBytes: bytes, workspaceBytes: 0, workspace: [], macs: 1, operations: null, candidates: [] },
  ...{ reason: spoken(why), dependsOn: [] },
})
const planned = (...decisions: Decision[]) => ({ ...aPlan('m', configuration), decisions })

it('keeps rows that say the same, so that they are not drawn anew', () => {
  const nothing = { report: null, comparison: null, overlay: null }
  const before = layerRows(model, { plan: planned(aDecision(0, 4, 'a'), aDecision(1, 4, 'a')), ...nothing })
  const [first, second] = before
  const plan = withKeptParts(planned(aDecision(0, 4, 'a'), aDecision(1, 8, 'a')), planned(...before.map(decisionOf)))
  const after = layerRows(model, { plan, ...nothing }, before)
  expect(after[0]).toBe(first)
  expect(after[1]).not.toBe(second)
  expect(after[1]?.decision?.packedWeightBytes).toBe(8)
  expect(layerRows(model, { plan, ...nothing }, after)).toBe(after)
})

it('tells rows apart by what the table shows of them, and not by why', () => {
  const rowOf = (decision: Decision) =>
    layerRows(model, { plan: planned(decision), report: null, comparison: null, overlay: null })[0] as LayerRow
  const row = rowOf(aDecision(0, 4, 'a'))
  expect(looksTheSame(row, rowOf(aDecision(0, 4, 'b')))).toBe(true)
  expect(looksTheSame(row, rowOf(aDecision(0, 8, 'a')))).toBe(false)
  const overridden = { by: 'x', instead: { algorithm: 'tiled', unit: null } } as const
  expect(looksTheSame(row, rowOf({ ...aDecision(0, 4, 'a'), overridden }))).toBe(false)
  for (const change of [{ algorithm: 'winograd', unit: 4 }, { weightBytes: null }, { workspaceBytes: null }] as const)
    expect(looksTheSame(row, rowOf({ ...aDecision(0, 4, 'a'), ...change }))).toBe(false)
})

it('finds the look of a plan anew only where it differs', () => {
  const look = lookOf(planned(aDecision(0, 4, 'a')))
  expect(lookOf(planned(aDecision(0, 4, 'b')))).toBe(look)
  const other = lookOf(planned(aDecision(0, 8, 'b')))
  expect(other.decisions).toMatchObject([{ node: 0, packedWeightBytes: 8, whatIf: false }])
  expect(lookOf(planned(aDecision(0, 4, 'a')))).toEqual(look)
})

it('keeps equal parts of the plan before, and none of another model', () => {
  const before = planned(aDecision(0, 4, 'a'), aDecision(1, 4, 'a'))
  const next = { ...planned(aDecision(0, 4, 'a'), aDecision(1, 4, 'a')), totalBytes: 7 }
  const kept = withKeptParts(next, before)
  expect(kept).toEqual(next)
  expect(kept.decisions).toBe(before.decisions)
  expect(kept.totals).toBe(before.totals)
  const other = { ...next, modelId: 'other' }
  expect(withKeptParts(other, before)).toBe(other)
})

function decisionOf({ decision }: LayerRow): Decision {
  return decision as Decision
}
