// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'
import { type ConvProblem, convProblem, pointwise } from './conv-problem'

/** Rows of the input that are still few images of one pixel rather than a matrix. */
const MOST_ROWS = 4

/**
 * A fully connected layer as the 1×1 convolution of images of one pixel that it is: weights
 * [columns, depth] are those of the convolution as they lie in the file. Null for all other nodes,
 * for weights that lie the other way round, and for products of larger matrices.
 */
function fullyConnectedProblem(shaped: ShapedModel, nodeId: number): ConvProblem | null {
  const node = shaped.model.nodes[nodeId]
  const operation = shaped.operations[nodeId]
  if (node === undefined || operation?.kind !== 'Gemm') return null
  const { alpha, beta, transposeA, transposeB } = operation
  if (transposeA || !transposeB || alpha !== 1) return null
  const [x = -1, weight = -1, bias = -1] = node.inputs
  const [rows = 0, depth = 0] = shaped.dims[x] ?? []
  const [columns = 0] = shaped.constants.get(weight)?.dims ?? []
  if (shaped.constants.has(x) || rows < 1 || rows > MOST_ROWS || depth < 1 || columns < 1) return null
  if (bias >= 0) {
    const elements = shaped.constants.get(bias)?.dims.reduce((product, length) => product * length, 1)
    if (beta !== 1 || elements !== columns) return null
  }
  return pointwise(rows, depth, columns)
}

/** The problem of a node that a convolution kernel can execute. */
export function kernelProblem(shaped: ShapedModel, nodeId: number): ConvProblem | null {
  return convProblem(shaped, nodeId) ?? fullyConnectedProblem(shaped, nodeId)
}
