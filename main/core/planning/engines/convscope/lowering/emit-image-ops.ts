// SPDX-License-Identifier: Apache-2.0
import type { Node } from '#core/model/graph'
import { computesWeights, convProblem, imageDims, pair } from '#core/planning/layers/conv-problem'
import { kernelProblem } from '#core/planning/layers/fully-connected'
import type { ProgramOperation } from '#core/planning/native/program'
import type { Message } from '#messages/message'
import { unaryOf } from './activation'
import { type Emission, type Emitter, input, output, type Resolved } from './emission'
import type { FusedNodes } from './fusion'

/** Operations on images: blocked ones [n, C/b, h, w, b], but for the transposed convolution. */

export const emitConv: Emitter<Resolved<'Conv'>> = (emission, node, operation) => {
  const { choices, shaped } = emission
  if (convProblem(shaped, node.id) === null || computesWeights(shaped, node.id)) {
    return emitGeneralConv(emission, node, operation)
  }
  if (!choices.has(node.id)) return { id: 'unrunnable.noKernel' }
  emitKernel(emission, node, input(node, 1), input(node, 2))
  return null
}

/** A fully connected layer for which a convolution kernel was chosen. */
export const emitFullyConnected: Emitter<Resolved<'Gemm'>> = (emission, node) => {
  emitKernel(emission, node, input(node, 1), input(node, 2))
  return null
}

/** Runs the chosen kernel with all that is fused into the node. */
function emitKernel(emission: Emission, node: Node, weight: number, bias: number): void {
  const { values, draft, choices, shaped } = emission
  const problem = kernelProblem(shaped, node.id)
  const choice = choices.get(node.id)
  if (problem === null || choice === undefined) throw new Error(`Node ${node.id} has no kernel.`)
  const { affine, residual, activation, output: to } = fusedInto(emission, node)
  const slope = activation?.slope ?? null
  const x = input(node, 0)
  const inputs = [
    draft.readsPlain(problem, choice) ? values.plainImage(x, node.id) : values.blocked(x, node.id),
    residual === null ? -1 : values.blocked(residual, node.id),
    slope === null ? -1 : values.constant(slope, node.id, [problem.outChannels], 'blocked'),
  ]
  const { function: name, alpha, beta } = activation ?? { function: 'none' as const, alpha: 0, beta: 0 }
  const conv = { kind: 'Conv', problem, affine, activation: name, alpha, beta, choice, weight, bias } as const
  draft.addConv(node.id, conv, inputs, values.define(to, 'blocked'))
}

function fusedInto({ fused }: Emission, node: Node): FusedNodes {
  const found = fused.get(node.id)
  if (found === undefined) throw new Error(`Node ${node.id} hosts no other, not even itself.`)
  return found
}

/** Plain: over more axes than the kernels take, or with weights that the model computes. */
const emitGeneralConv: Emitter<Resolved<'Conv'>> = ({ values, draft }, node, operation) => {
  const { strides, dilations, pads, group, activation } = operation
  const inputs = node.inputs.map((tensor) => (tensor < 0 ? -1 : values.plain(tensor, node.id)))
  const to = values.define(output(node), 'plain')
  draft.addOp(node.id, { kind: 'GeneralConv', strides, dilations, pads, group, activation }, inputs, [to])
  return null
}

/** Plain; one spatial axis is seen as two, the first of length 1. */
export const emitConvTranspose: Emitter<Resolved<'ConvTranspose'>> = ({ values, draft }, node, operation) => {
  const { kernel, strides, dilations, pads, outputPadding } = operation
  const [x, weight, bias] = [input(node, 0), input(node, 1), input(node, 2)]
  const flat = kernel.length === 1
  const image = (dims: readonly number[]) => (flat ? [...dims.slice(0, 2), 1, ...dims.slice(2)] : dims)
  const inputs = [
    values.plainAs(x, node.id, image(values.dims(x))),
    values.plainAs(weight, node.id, image(values.dims(weight))),
    bias < 0 ? -1 : values.plain(bias, node.id),
  ]
  const to = values.define(output(node), 'plain')
  const seen = draft.viewOf(to, image(values.dims(output(node))), 'plain')
  const [left = 0, right = 0] = pads
  const inTwoAxes = {
    ...operation,
    kernel: pair(kernel),
    strides: pair(strides),
    dilations: pair(dilations),
    pads: [0, left, 0, right],
    outputPadding: pair(outputPadding, 0),
  }
  draft.addOp(node.id, flat ? inTwoAxes : operation, inputs, [seen])
  return null
}

export const emitPool: Emitter<Resolved<'Pool'>> = (emission, node, operation) => {
  const half = operation.pads.length / 2
  if (half > 2) {
    const from = emission.values.plain(input(node, 0), node.id)
    emission.draft.addOp(node.id, operation, [from], [emission.values.define(output(node), 'plain')])
    return null
  }
  const [top, left] = pair(operation.pads.slice(0, half), 0)
  const [bottom, right] = pair(operation.pads.slice(half), 0)
  return emitImageOp(emission, node, {
    ...operation,
    kernel: pair(operation.kernel),
    strides: pair(operation.strides),
    dilations: pair(operation.dilations),
    pads: [top, left, bottom, right],
  })
}

export const emitGlobalPool: Emitter<Resolved<'GlobalPool'>> = emitImageOp

/** x, then the constants of every stage that was fused into the first. */
export const emitPerChannel: Emitter<Resolved<'BatchNorm' | 'Scale'>> = (emission, node) => {
  if (!emission.fused.has(node.id)) return { id: 'unrunnable.imageRank' }
  const { affine, activation, output: to } = fusedInto(emission, node)
  const epsilons = affine.map(({ epsilon }) => epsilon)
  const parameters = affine.flatMap(({ scale, bias, mean, variance }) => [scale, bias, mean, variance])
  const after = activation === null ? null : unaryOf(activation)
  return emitImageOp(emission, node, { kind: 'Affine', epsilons, activation: after }, parameters, to)
}

/** Whether a slope is one value a channel, which is what the blocked PRelu takes. */
export function hasChannelSlope({ values }: Emission, node: Node): boolean {
  const [x, slope] = [input(node, 0), input(node, 1)]
  const image = imageDims(values.dims(x))
  if (image === null || !values.isConstant(slope)) return false
  const elements = values.dims(slope).reduce((product, length) => product * length, 1)
  return elements > 1 && elements === image[1]
}

export const emitChannelPRelu: Emitter<Resolved<'PRelu'>> = (emission, node, operation) =>
  emitImageOp(emission, node, operation, [input(node, 1)])

export const emitResize: Emitter<Resolved<'Resize'>> = (emission, node, operation) => {
  const { values, draft } = emission
  const [from, to] = [values.dims(input(node, 0)), values.dims(output(node))]
  const { mode, coordinates, nearest, scales } = operation
  const simple = mode === 'nearest' || (mode === 'linear' && !operation.excludeOutside && !operation.antialias)
  const image = from.length === 4 && from[0] === to[0] && from[1] === to[1] && scales[0] === 1 && scales[1] === 1
  if (simple && image && coordinates !== 'crop') {
    return emitImageOp(emission, node, { kind: 'Resize', mode, coordinates, nearest, scales })
  }
  const x = values.plain(input(node, 0), node.id)
  draft.addOp(node.id, { ...operation, kind: 'Resample' }, [x], [values.define(output(node), 'plain')])
  return null
}

/** A mean or maximum over height and width is a global pooling. */
export function globalPoolOf(
  { values }: Emission,
  node: Node,
  operation: Resolved<'Reduce'>,
): 'average' | 'max' | null {
  const { axes } = operation
  const overImage = axes.length === 2 && axes.includes(2) && axes.includes(3)
  if (!overImage || values.dims(input(node, 0)).length !== 4) return null
  if (operation.function === 'mean') return 'average'
  return operation.function === 'max' ? 'max' : null
}

/** x and constants of one element a channel, blocked, to one blocked output. */
function emitImageOp(
  emission: Emission,
  node: Node,
  operation: Exclude<ProgramOperation, { kind: 'Conv' }>,
  channelConstants: readonly number[] = [],
  to = output(node),
): Message | null {
  const { values, draft } = emission
  const x = input(node, 0)
  const image = imageDims(values.dims(x))
  if (image === null || imageDims(values.dims(output(node))) === null) return { id: 'unrunnable.imageRank' }
  const constants: number[] = []
  for (const tensor of channelConstants) {
    if (tensor >= 0 && !values.isConstant(tensor)) return { id: 'unrunnable.computedParameters' }
    constants.push(tensor < 0 ? -1 : values.constant(tensor, node.id, [image[1]], 'blocked'))
  }
  const from = values.blocked(x, node.id)
  draft.addOp(node.id, operation, [from, ...constants], [values.define(to, 'blocked')])
  return null
}
