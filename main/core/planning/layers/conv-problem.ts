// SPDX-License-Identifier: Apache-2.0
import type { Node } from '#core/model/graph'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'

/** The images and the window of a 2-D convolution, transposed or not. Elements, not bytes. */
export interface ConvWindow {
  readonly batch: number
  readonly inChannels: number
  readonly inHeight: number
  readonly inWidth: number
  readonly outChannels: number
  readonly outHeight: number
  readonly outWidth: number
  readonly kernelHeight: number
  readonly kernelWidth: number
  readonly strideHeight: number
  readonly strideWidth: number
}

/** One 2-D convolution with every size known, transposed or not. */
export interface ConvProblem extends ConvWindow {
  readonly dilationHeight: number
  readonly dilationWidth: number
  readonly padTop: number
  readonly padLeft: number
  readonly padBottom: number
  readonly padRight: number
  readonly group: number
  /** Every group has one channel in and out, and the file does not deny it (Operation.depthwise). */
  readonly depthwise: boolean
}

/** A product of matrices as the 1×1 convolution of images of one pixel that it is. */
export function pointwise(batch: number, inChannels: number, outChannels: number): ConvProblem {
  return {
    ...{ batch, inChannels, inHeight: 1, inWidth: 1, outChannels, outHeight: 1, outWidth: 1 },
    ...{ kernelHeight: 1, kernelWidth: 1, strideHeight: 1, strideWidth: 1, dilationHeight: 1, dilationWidth: 1 },
    ...{ padTop: 0, padLeft: 0, padBottom: 0, padRight: 0, group: 1, depthwise: false },
  }
}

/** Whether the model computes weights or bias of a node: they cannot be packed before it runs. */
export function computesWeights(shaped: ShapedModel, nodeId: number): boolean {
  const inputs = shaped.model.nodes[nodeId]?.inputs ?? []
  return inputs.slice(1).some((tensor) => tensor >= 0 && !shaped.constants.has(tensor))
}

/**
 * The problem of a Conv node, or null where it is none, its shapes are unknown or it is not a 2-D
 * convolution (1-D ones are seen as 2-D of height 1).
 */
export function convProblem(shaped: ShapedModel, nodeId: number): ConvProblem | null {
  return windowProblem(shaped, nodeId, 'Conv')
}

/** The same of a ConvTranspose node; group and channels are those of its input and output. */
export function transposedProblem(shaped: ShapedModel, nodeId: number): ConvProblem | null {
  return windowProblem(shaped, nodeId, 'ConvTranspose')
}

/** The same of a node that convolves integers: what it is like (Operation.like). */
export function integerConvProblem(shaped: ShapedModel, nodeId: number): ConvProblem | null {
  return windowProblem(shaped, nodeId, 'Conv', true)
}

function likeOf(operation: ResolvedOperation | null | undefined): ResolvedOperation | undefined {
  return operation?.kind === 'Unsupported' ? operation.like : undefined
}

function windowProblem(
  shaped: ShapedModel,
  nodeId: number,
  kind: 'Conv' | 'ConvTranspose',
  ofIntegers = false,
): ConvProblem | null {
  const node = shaped.model.nodes[nodeId]
  const operation = ofIntegers ? likeOf(shaped.operations[nodeId]) : shaped.operations[nodeId]
  if (node === undefined || operation?.kind !== kind || operation.kernel.length > 2) return null
  const window = convWindow(shaped, node, operation)
  if (window === null) return null
  const [dilationHeight, dilationWidth] = pair(operation.dilations)
  const half = operation.pads.length / 2
  const [padTop, padLeft] = pair(operation.pads.slice(0, half), 0)
  const [padBottom, padRight] = pair(operation.pads.slice(half), 0)
  const { group } = operation
  const depthwise =
    operation.kind === 'Conv'
      ? operation.depthwise
      : group > 1 && group === window.inChannels && group === window.outChannels
  return { ...window, dilationHeight, dilationWidth, padTop, padLeft, padBottom, padRight, group, depthwise }
}

/** Null where the shapes are unknown. */
function convWindow(
  shaped: ShapedModel,
  { inputs, outputs }: Node,
  { kernel, strides }: { readonly kernel: readonly number[]; readonly strides: readonly number[] },
): ConvWindow | null {
  const input = imageDims(shaped.dims[inputs[0] ?? -1])
  const output = imageDims(shaped.dims[outputs[0] ?? -1])
  if (input === null || output === null) return null
  const [batch, inChannels, inHeight, inWidth] = input
  const [, outChannels, outHeight, outWidth] = output
  const [kernelHeight, kernelWidth] = pair(kernel)
  const [strideHeight, strideWidth] = pair(strides)
  const images = { batch, inChannels, inHeight, inWidth, outChannels, outHeight, outWidth }
  return { ...images, kernelHeight, kernelWidth, strideHeight, strideWidth }
}

/** Elements of the weights: oc × ic/group × kh × kw. */
export function weightElements(problem: ConvProblem): number {
  const { outChannels, inChannels, group, kernelHeight, kernelWidth } = problem
  return outChannels * (inChannels / group) * kernelHeight * kernelWidth
}

/** Multiply-adds of the direct convolution. */
export function macs(problem: ConvProblem): number {
  return problem.batch * problem.outHeight * problem.outWidth * weightElements(problem)
}

/** Multiply-adds of a transposed convolution: every input element meets the weights of its channel. */
export function transposedMacs(problem: ConvProblem): number {
  return problem.batch * problem.inHeight * problem.inWidth * weightElements(problem)
}

type ImageDims = readonly [number, number, number, number]

/** A tensor seen as [n, c, h, w]: missing axes have length 1, all but the last of more spatial ones are one. */
export function imageDims(dims: readonly number[] | null | undefined): ImageDims | null {
  if (dims === null || dims === undefined) return null
  const [n, c, ...spatial] = dims
  if (n === undefined || c === undefined) return null
  return [n, c, spatial.slice(0, -1).reduce((product, length) => product * length, 1), spatial.at(-1) ?? 1]
}

/** A parameter of one or two spatial axes as [height, width]. */
export function pair(values: readonly number[], missing = 1): readonly [number, number] {
  const [first = missing, second] = values
  return second === undefined ? [missing, first] : [first, second]
}
