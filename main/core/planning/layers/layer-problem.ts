// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'
import { type ConvProblem, convProblem, integerConvProblem, pointwise, transposedProblem } from './conv-problem'

/**
 * The window of a convolution, transposed or not; of a product with a constant matrix that of the 1×1 convolution
 * that it is. null for all other nodes, where shapes are unknown, and over more than two dimensions.
 */
export function layerProblem(shaped: ShapedModel, nodeId: number): ConvProblem | null {
  const convolution = convProblem(shaped, nodeId) ?? integerConvProblem(shaped, nodeId)
  return convolution ?? transposedProblem(shaped, nodeId) ?? productProblem(shaped, nodeId)
}

function productProblem({ model, operations, dims, constants }: ShapedModel, nodeId: number): ConvProblem | null {
  const node = model.nodes[nodeId]
  const operation = operations[nodeId]
  if (node === undefined || (operation?.kind !== 'Gemm' && operation?.kind !== 'MatMul')) return null
  const [x = -1, weight = -1] = node.inputs
  const columns = dims[node.outputs[0] ?? -1]?.at(-1)
  const left = dims[x]
  const depth = operation.transposeA && (left?.length ?? 0) > 1 ? left?.at(-2) : left?.at(-1)
  if (!constants.has(weight) || columns === undefined || depth === undefined) return null
  const rows = (left ?? []).reduce((all, length) => all * length, 1) / Math.max(depth, 1)
  return pointwise(rows, depth, columns)
}
