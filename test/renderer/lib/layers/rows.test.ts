// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { NodeView } from '#contract/model'
import { defaultConfiguration } from '#renderer/lib/configurations'
import { parseNodeQuery } from '#renderer/lib/layers/query'
import { layerRows } from '#renderer/lib/layers/rows'
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
