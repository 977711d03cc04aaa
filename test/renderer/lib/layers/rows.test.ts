// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { NodeView } from '#contract/model'
import type { Decision } from '#contract/plan'
import { spoken } from '#messages/say'
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
  const plan = { decisions: [], fusions: [1, 2].map((node) => ({ node, into: 0 })) }
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

/** Rows of a plan with these decisions, where those before were of another. */
const rowsOf = (decisions: readonly Decision[], before: readonly LayerRow[] = []) => {
  const look = lookOf(planned(...decisions))
  return layerRows(model, { plan: { ...look, fusions: [] }, report: null, comparison: null, overlay: null }, before)
}

it('keeps rows that show the same, so that they are not drawn anew', () => {
  const before = rowsOf([aDecision(0, 4, 'a'), aDecision(1, 4, 'a')])
  // Why a layer gets what it gets is in no row.
  expect(rowsOf([aDecision(0, 4, 'b'), aDecision(1, 4, 'b')], before)).toBe(before)
  const after = rowsOf([aDecision(0, 4, 'a'), aDecision(1, 8, 'a')], before)
  expect(after[0]).toBe(before[0])
  expect(after[1]?.decision?.packedWeightBytes).toBe(8)
})

it.each<Partial<Decision>>([
  { algorithm: 'winograd', unit: 4 },
  { weightBytes: null },
  { workspaceBytes: null },
  { macs: null },
  { overridden: { by: 'x', instead: { algorithm: 'tiled', unit: null } } },
])('makes a row anew of %j', (change) => {
  const before = rowsOf([aDecision(0, 4, 'a')])
  expect(rowsOf([{ ...aDecision(0, 4, 'a'), ...change }], before)[0]).not.toBe(before[0])
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
