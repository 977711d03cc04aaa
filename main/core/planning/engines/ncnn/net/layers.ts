// SPDX-License-Identifier: Apache-2.0
import type { Model, Node } from '#core/model/graph'
import type { ShapedModel } from '#core/model/shapes'
import { type ConvLayer, type ConvLayers, convLayers, transposedLayers } from '#core/planning/layers/conv-layers'
import { pointwise } from '#core/planning/layers/conv-problem'
import type { IntegerProductLayer } from '../rules/integer-product'
import type { LayerSettings } from '../rules/layer'
import type { NetView } from './view'

/** Whether a layer of one of ncnn's own files has 8-bit integers as weights: key 8 of Convolution and InnerProduct. */
export function hasIntegerWeights({ convertedFor }: Model, { attributes }: Node): boolean {
  return convertedFor === 'ncnn' && attributes.some(({ name, value }) => name === 'int8_scale_term' && value !== '0')
}

/** Products of one vector that ncnn computes in integers, by node. Of matrices, and in 16 bits, they are not modelled. */
export function integerProducts(
  shaped: ShapedModel,
  view: NetView,
  { elementBytes }: LayerSettings,
): ReadonlyMap<number, IntegerProductLayer> {
  const found = allProducts(shaped, view).flatMap(({ node, problem, biasElements }) => {
    const stated = shaped.model.nodes[node]
    const [x = -1] = stated?.inputs ?? []
    const isVector = shaped.dims[x]?.length === 2 && !view.nodes.some(({ node: each }) => isFlatten(each, x, stated))
    if (stated === undefined || !hasIntegerWeights(shaped.model, stated) || !isVector || elementBytes === 2) return []
    const { inChannels: inputs, outChannels: outputs } = problem
    return [[node, { inputs, outputs, hasBias: biasElements !== null }] as const]
  })
  return new Map(found)
}

/** Where a layer takes an image the reader flattens it before. */
function isFlatten({ operation, outputs, sourceOp }: Node, x: number, product: Node | undefined): boolean {
  return operation.kind === 'Flatten' && outputs.includes(x) && sourceOp === product?.sourceOp
}

/** InnerProduct layers: products of one row, or of the rows of one matrix, with a constant matrix of floats. */
export function productLayers(shaped: ShapedModel, view: NetView): ConvLayer[] {
  return allProducts(shaped, view).filter(({ node }) => {
    const stated = shaped.model.nodes[node]
    return stated === undefined || !hasIntegerWeights(shaped.model, stated)
  })
}

/** Convolutions of floats; those of integers have executors of their own, which are not modelled. */
export function floatConvolutions(shaped: ShapedModel): ConvLayers {
  const { layers, unknown } = convLayers(shaped)
  const isInteger = ({ node }: ConvLayer) => {
    const stated = shaped.model.nodes[node]
    return stated !== undefined && hasIntegerWeights(shaped.model, stated)
  }
  const integers = layers.filter(isInteger)
  if (integers.length === 0) return { layers, unknown }
  return {
    layers: layers.filter((layer) => !isInteger(layer)),
    unknown: new Map([...unknown, ...integers.map(({ node }) => [node, { id: 'unmodelled.ncnnIntegers' }] as const)]),
  }
}

function allProducts(shaped: ShapedModel, { nodes }: NetView): ConvLayer[] {
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
