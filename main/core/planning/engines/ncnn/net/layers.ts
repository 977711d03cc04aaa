// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import { pointwise } from '#core/planning/layers/conv-problem'
import type { NetView } from './view'

/** InnerProduct layers: products of one row with a constant matrix. */
export function productLayers(shaped: ShapedModel, { nodes }: NetView): ConvLayer[] {
  return nodes.flatMap(({ node, operation, inputs, outputs }): ConvLayer[] => {
    if (operation.kind !== 'Gemm' && operation.kind !== 'MatMul') return []
    const [x = -1, weight = -1, bias] = inputs
    const [rows, depth, ...more] = shaped.dims[x] ?? []
    const columns = shaped.dims[outputs[0] ?? -1]?.at(-1)
    const isRow = rows === 1 && depth !== undefined && more.length === 0 && operation.transposeA !== true
    if (!shaped.constants.has(weight) || shaped.constants.has(x) || !isRow || columns === undefined) return []
    const biasElements = bias === undefined ? null : columns
    const problem = pointwise(1, depth, columns)
    return [{ node: node.id, problem, constantWeight: true, biasElements }]
  })
}
