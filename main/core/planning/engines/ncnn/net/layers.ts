// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'
import { type ConvLayer, type ConvLayers, transposedLayers } from '#core/planning/layers/conv-layers'
import { pointwise } from '#core/planning/layers/conv-problem'
import type { NetView } from './view'

/** InnerProduct layers: products of one row, or of the rows of one matrix, with a constant matrix. */
export function productLayers(shaped: ShapedModel, { nodes }: NetView): ConvLayer[] {
  return nodes.flatMap(({ node, operation, inputs, outputs }): ConvLayer[] => {
    if (operation.kind !== 'Gemm' && operation.kind !== 'MatMul') return []
    const [x = -1, weight = -1, bias] = inputs
    const dims = shaped.dims[x] ?? []
    const [batch, rows = 1] = dims.length === 2 ? dims.slice(0, 1) : dims
    const depth = dims.at(-1)
    const columns = shaped.dims[outputs[0] ?? -1]?.at(-1)
    const isMatrix = batch === 1 && (dims.length === 2 || dims.length === 3) && operation.transposeA !== true
    if (!shaped.constants.has(weight) || shaped.constants.has(x) || !isMatrix) return []
    if (depth === undefined || columns === undefined) return []
    const biasElements = bias === undefined ? null : columns
    const problem = { ...pointwise(1, depth, columns), inHeight: rows, outHeight: rows }
    return [{ node: node.id, problem, constantWeight: true, biasElements, kind: 'fully-connected' }]
  })
}

/** Transposed convolutions that are modelled: of images, with constant weights. */
export function deconvolutionLayers(shaped: ShapedModel): ConvLayers {
  const { layers, unknown } = transposedLayers(shaped)
  const isModelled = ({ node, constantWeight }: ConvLayer) => {
    const operation = shaped.operations[node]
    const axes = operation?.kind === 'ConvTranspose' ? operation.kernel.length : 0
    return axes === 2 && constantWeight
  }
  const others = layers.filter((layer) => !isModelled(layer))
  return {
    layers: layers.filter(isModelled),
    unknown: new Map([...unknown, ...others.map(({ node }) => [node, { id: 'unmodelled.transposed' }] as const)]),
  }
}
