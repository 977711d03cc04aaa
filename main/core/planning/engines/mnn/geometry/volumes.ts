// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'
import type { SessionOp } from '../session/converter-view'
import type { CommandList } from './command-list'
import { type Region, wholeCopy } from './region'

type Convolution = Extract<ResolvedOperation, { kind: 'Conv' }>
type Transposed = Extract<ResolvedOperation, { kind: 'ConvTranspose' }>

/** Whether a node is a convolution over three axes, transposed or not, of whatever groups, with constant weights. */
export function isVolume(shaped: ShapedModel, nodeId: number): boolean {
  const operation = shaped.operations[nodeId]
  const weight = shaped.model.nodes[nodeId]?.inputs[1] ?? -1
  const isLayer = operation?.kind === 'Conv' || operation?.kind === 'ConvTranspose'
  return isLayer && operation.kernel.length === 3 && shaped.constants.has(weight)
}

/**
 * The convolution over three axes that a node is, as far as it is known what the engine makes of it; null where it is
 * none, has several groups, or weights that the model computes.
 */
export function volumeConvolution(shaped: ShapedModel, nodeId: number): Convolution | null {
  const operation = shaped.operations[nodeId]
  const weight = shaped.model.nodes[nodeId]?.inputs[1] ?? -1
  if (operation?.kind !== 'Conv' || operation.kernel.length !== 3 || operation.group !== 1) return null
  return shaped.constants.has(weight) ? operation : null
}

/** Elements of the matrix that a convolution over three axes gathers of its input: depth by positions. */
export function gatheredElements(shaped: ShapedModel, nodeId: number): number {
  const { inputs = [], outputs = [] } = shaped.model.nodes[nodeId] ?? {}
  const weights = shaped.constants.get(inputs[1] ?? -1)?.dims ?? []
  const [batch = 1, , ...positions] = shaped.dims[outputs[0] ?? -1] ?? []
  return product(weights.slice(1)) * batch * product(positions)
}

/**
 * A convolution over three axes: a matrix is gathered of the input, with a row for each channel and tap, which is one
 * operand of a matrix product; its result is transposed. The activation is an op of its own.
 * 1.1.0|2.8.1|3.6.1: source/geometry/GeometryConv3D.cpp.
 */
export function convolveVolume(op: SessionOp, operation: Convolution, list: CommandList): void {
  const { node } = op
  const [input = -1, weight = -1, bias] = op.inputs
  const [output = -1] = op.outputs
  const [, inChannels = 1, ...image] = list.dimsOf(input)
  const [batch = 1, outChannels = 1, ...positions] = list.dimsOf(output)
  const taps = product(operation.kernel)
  const volume = product(positions)
  const rows = batch * volume
  const depth = inChannels * taps

  const gathered = list.declare({ dims: [depth, rows], layout: 'plain' })
  list.declareVirtual(
    gathered,
    readsOf(input, { batch, inChannels, image, positions, taps, strides: operation.strides }),
  )
  let result = list.declare({ dims: [rows, outChannels], layout: 'plain' })
  // The weights are a matrix of other dims, so that a copy of them is made.
  const matrix = list.declare({ dims: [outChannels, depth], layout: 'plain' })
  list.declareVirtual(matrix, [wholeCopy(weight, outChannels * depth)])
  const constants = bias === undefined ? [matrix] : [matrix, bias]
  list.run({
    node,
    kind: 'MatMul',
    inputs: [gathered, ...constants],
    outputs: [result],
    // The file has a bias always, of zeros where the model has none.
    product: { rows, depth, columns: outChannels, hasBias: true },
  })
  if (operation.activation !== 'none' || op.activated === true) {
    const activated = list.declare({ dims: [rows, outChannels], layout: 'plain' })
    list.run({ node, kind: 'Unary', inputs: [result], outputs: [activated] })
    result = activated
  }
  list.declareVirtual(output, volume === 1 ? [wholeCopy(result, rows * outChannels)] : [transposed(result)])

  function transposed(origin: number): Region {
    const stride = outChannels * volume
    const axes = [
      { size: batch, source: stride, target: stride },
      { size: outChannels, source: 1, target: volume },
      { size: volume, source: outChannels, target: 1 },
    ]
    return { origin, sourceOffset: 0, targetOffset: 0, axes: axes.filter(({ size }) => size > 1) }
  }
}

/** The transposed convolution over three axes that a node is; null where it is none, or not as one above is known. */
export function transposedVolume(shaped: ShapedModel, nodeId: number): Transposed | null {
  const operation = shaped.operations[nodeId]
  const weight = shaped.model.nodes[nodeId]?.inputs[1] ?? -1
  if (operation?.kind !== 'ConvTranspose' || operation.kernel.length !== 3 || operation.group !== 1) return null
  return shaped.constants.has(weight) ? operation : null
}

/** Elements of the tensor in which every tap of a transposed convolution over three axes has a place as large as the output. */
export function spreadElements(shaped: ShapedModel, nodeId: number): number {
  const { inputs = [], outputs = [] } = shaped.model.nodes[nodeId] ?? {}
  const weights = shaped.constants.get(inputs[1] ?? -1)?.dims ?? []
  const [batch = 1, ...rest] = shaped.dims[outputs[0] ?? -1] ?? []
  return product(weights.slice(1)) * batch * batch * product(rest)
}

/**
 * A transposed convolution over three axes: a matrix product of the weights and the input has a row for each output channel
 * and tap; what every tap adds is laid out over the whole output, and summed. Bias and activation are ops of their own.
 * 2.1.2|3.0.4: source/geometry/GeometryConv3D.cpp (GeometryConvTranspose3D).
 */
export function transposeVolume(op: SessionOp, operation: Transposed, list: CommandList): void {
  const { node } = op
  const [input = -1, weight = -1, bias] = op.inputs
  const [output = -1] = op.outputs
  const [batch = 1, inChannels = 1, ...image] = list.dimsOf(input)
  const [, outChannels = 1, ...positions] = list.dimsOf(output)
  const plain = (dims: readonly number[]) => list.declare({ dims, layout: 'plain' })
  const columns = batch * product(image)
  const rows = outChannels * product(operation.kernel)
  const all = batch * outChannels * product(positions)

  const data = plain([inChannels, columns])
  const volume = product(image)
  list.declareVirtual(data, [
    {
      ...{ origin: input, sourceOffset: 0, targetOffset: 0 },
      axes: [
        { size: inChannels, source: volume, target: columns },
        { size: batch, source: inChannels * volume, target: volume },
        { size: volume, source: 1, target: 1 },
      ].filter(({ size }) => size > 1),
    },
  ])
  const matrix = plain([inChannels, rows])
  list.declareVirtual(matrix, [wholeCopy(weight, inChannels * rows)])
  const products = plain([rows, columns])
  const size = { rows, depth: inChannels, columns, hasBias: false }
  list.run({ node, kind: 'MatMul', inputs: [matrix, data], outputs: [products], product: size })

  // The engine has a place for each channel, image and tap that is as large as the whole output.
  const places = batch * rows
  const spread = plain([1, places, all])
  list.declareVirtual(spread, [{ ...wholeCopy(products, rows * columns), targetOffset: 0 }])
  let result = plain([1, 1, all])
  list.run({ node, kind: 'Reduce', inputs: [spread], outputs: [result] })
  const step = (kind: 'Binary' | 'Unary', inputs: readonly number[]) => {
    const to = plain([1, 1, all])
    list.run({ node, kind, inputs: [result, ...inputs], outputs: [to] })
    result = to
  }
  const biases = plain([1, 1, all])
  // Of zeros where the model has none, and spread to the size of the output.
  list.declareVirtual(biases, bias === undefined ? [] : [wholeCopy(bias, outChannels)])
  step('Binary', [biases])
  if (operation.activation !== 'none' || op.activated === true) step('Unary', [])
  list.declareVirtual(output, [wholeCopy(result, all)])
}

/**
 * What the matrix reads of the input. The engine has a region for every image, channel and tap; one for each image and
 * channel, of its first tap, reads from the same tensors.
 */
function readsOf(
  origin: number,
  of: {
    readonly batch: number
    readonly inChannels: number
    readonly image: readonly number[]
    readonly positions: readonly number[]
    readonly taps: number
    readonly strides: readonly number[]
  },
): Region[] {
  const { batch, inChannels, image, positions, taps, strides } = of
  const [, height = 1, width = 1] = image
  const [outDepth = 1, outHeight = 1, outWidth = 1] = positions
  const [down = 1, along = 1, across = 1] = strides
  const volume = product(positions)
  const fitting = (size: number, step: number, length: number) => Math.min(size, Math.ceil(length / step))
  const axes = [
    { size: fitting(outDepth, down, image[0] ?? 1), source: down * height * width, target: outHeight * outWidth },
    { size: fitting(outHeight, along, height), source: along * width, target: outWidth },
    { size: fitting(outWidth, across, width), source: across, target: 1 },
  ].filter(({ size }) => size > 1)
  return Array.from({ length: batch * inChannels }, (_, index) => {
    const [image, channel] = [Math.floor(index / inChannels), index % inChannels]
    return {
      origin,
      sourceOffset: index * product(of.image),
      targetOffset: (channel * taps * batch + image) * volume,
      axes,
    }
  })
}
