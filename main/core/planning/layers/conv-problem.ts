import type { ShapedModel } from '#core/model/shapes'

/** One 2-D convolution with every size known. Elements, not bytes. */
export interface ConvProblem {
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
  const node = shaped.model.nodes[nodeId]
  const operation = shaped.operations[nodeId]
  if (node === undefined || operation?.kind !== 'Conv' || operation.kernel.length > 2) return null
  const input = imageDims(shaped.dims[node.inputs[0] ?? -1])
  const output = imageDims(shaped.dims[node.outputs[0] ?? -1])
  if (input === null || output === null) return null
  const [kernelHeight, kernelWidth] = pair(operation.kernel)
  const [strideHeight, strideWidth] = pair(operation.strides)
  const [dilationHeight, dilationWidth] = pair(operation.dilations)
  const half = operation.pads.length / 2
  const [padTop, padLeft] = pair(operation.pads.slice(0, half), 0)
  const [padBottom, padRight] = pair(operation.pads.slice(half), 0)
  const { group, depthwise } = operation
  return {
    batch: input[0],
    inChannels: input[1],
    inHeight: input[2],
    inWidth: input[3],
    outChannels: output[1],
    outHeight: output[2],
    outWidth: output[3],
    kernelHeight,
    kernelWidth,
    strideHeight,
    strideWidth,
    dilationHeight,
    dilationWidth,
    padTop,
    padLeft,
    padBottom,
    padRight,
    group,
    depthwise,
  }
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
