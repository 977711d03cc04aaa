// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import type { Node } from '#core/model/graph'
import type { ResolvedOperation } from '#core/model/shapes'
import type { Region } from '../geometry/region'
import { alike, type ModelWriter, reshaped, type Written } from './converted-model'
import { writeGroups } from './split-groups'

type Convolution = Extract<ResolvedOperation, { kind: 'Conv' }>
type Transposed = Extract<ResolvedOperation, { kind: 'ConvTranspose' }>

/**
 * A convolution over three axes as one over the last two for each tap along the first, whose images are gathered of the
 * input; their sum is put in order again. 3.0.4|3.6.1: tools/converter/source/optimizer/merge/Convolution3DTurn2D.cpp.
 */
export function writePlanes(writer: ModelWriter, node: Node, operation: Convolution): void {
  const [input = -1, weight = -1, bias = -1] = node.inputs
  const [output = -1] = node.outputs
  const [batch = 1, inChannels = 1, , height = 1, width = 1] = writer.dimsOf(input)
  const [, outChannels = 1, depth = 1, ...plane] = writer.dimsOf(output)
  const [taps = 1, ...kernel] = operation.kernel
  const tensor = (dims: readonly number[]) => writer.tensor(output, dims)
  const arrange = arranger(writer, node)
  const images = batch * depth

  const gathered = tensor([1, batch * inChannels * taps, depth, height * width])
  writer.move(node, gather(writer, input, depth, operation), input, gathered)
  const apart = arrange(gathered, [batch, inChannels * taps, depth, height, width], null)
  const turned = arrange(apart, [batch, depth, inChannels * taps, height, width], [0, 2, 1, 3, 4])
  const byTap = arrange(turned, [images, inChannels, taps, height, width], null)
  const slices = Array.from({ length: taps }, () => tensor([images, inChannels, 1, height, width]))
  writer.write(node, alike({ kind: 'Split', axis: 2, sizes: slices.map(() => 1) }), [byTap], slices)

  const results = slices.map((slice) => {
    const image = arrange(slice, [images, inChannels, height, width], null)
    const result = tensor([images, outChannels, ...plane])
    const parameters = parametersOf(writer, [weight, bias], [outChannels, inChannels / operation.group, ...kernel])
    writePlane(writer, node, operation, [image, ...parameters], result)
    return result
  })
  const sum = taps === 1 ? (results[0] ?? -1) : tensor([images, outChannels, ...plane])
  if (taps > 1) writer.write(node, alike({ kind: 'Binary', function: 'add', activation: 'none' }), results, [sum])
  const inOrder = arrange(sum, [batch, depth, outChannels, ...plane], null)
  const last = writer.write(node, alike({ kind: 'Transpose', permutation: [0, 2, 1, 3, 4] }), [inOrder], [output])
  writer.replaced(node, { layers: taps * layersOf(writer, input, output, operation), of: 'planes' }, last)
}

/**
 * A transposed convolution over three axes as one over the last two for each tap along the first, on all images at once;
 * what they give is laid over each other along the first axis by a loop that adds.
 * 3.0.5|3.6.1: tools/converter/source/optimizer/merge/Convolution3DTurn2D.cpp, source/geometry/GeometryConv2D.cpp (GeometryCol2Im).
 */
export function writeTransposedPlanes(writer: ModelWriter, node: Node, operation: Transposed): void {
  const [input = -1, weight = -1, bias = -1] = node.inputs
  const [output = -1] = node.outputs
  const [batch = 1, inChannels = 1, depth = 1, height = 1, width = 1] = writer.dimsOf(input)
  const [, outChannels = 1, outDepth = 1, ...plane] = writer.dimsOf(output)
  const [taps = 1, ...kernel] = operation.kernel
  const arrange = arranger(writer, node)
  const images = batch * depth

  const turned = arrange(input, [batch, depth, inChannels, height, width], [0, 2, 1, 3, 4])
  const flat = arrange(turned, [images, inChannels, height, width], null)
  const results = Array.from({ length: taps }, () => {
    const result = writer.tensor(output, [images, outChannels, ...plane])
    const parameters = parametersOf(writer, [weight, bias], [inChannels, outChannels / operation.group, ...kernel])
    writePlane(writer, node, operation, [flat, ...parameters], result)
    return arrange(result, [1, images, outChannels, ...plane], null)
  })
  const stacked = writer.tensor(output, [taps, images, outChannels, ...plane])
  writer.write(node, alike({ kind: 'Concat', axis: 0 }), results, [stacked])
  const apart = arrange(stacked, [taps, batch, depth, outChannels, ...plane], null)
  const byChannel = arrange(apart, [batch, outChannels, taps, depth, ...plane], [1, 3, 0, 2, 4, 5])
  const columns = arrange(byChannel, [batch, outChannels * taps, depth * product(plane)], null)
  // The loop reads one tensor and writes another, as an element-wise operation does.
  const laid = writer.tensor(output, [batch, outChannels, outDepth, product(plane)])
  writer.write(node, alike({ kind: 'Unary', function: 'abs', alpha: 0, beta: 0 }), [columns], [laid])
  writer.write(node, reshaped(writer.dimsOf(output)), [laid], [output])
  writer.replaced(node, { layers: taps * layersOf(writer, input, output, operation), of: 'planes' }, null)
}

/** Writes a node that moves or renames the elements of a tensor, which then has `dims`; answers what it makes. */
function arranger(writer: ModelWriter, node: Node) {
  return (from: number, dims: readonly number[], permutation: readonly number[] | null): number => {
    const to = writer.tensor(from, dims)
    writer.write(node, permutation === null ? reshaped(dims) : alike({ kind: 'Transpose', permutation }), [from], [to])
    return to
  }
}

/** Each layer has weights of its own, and a bias, of zeros but for the last one. */
function parametersOf(
  writer: ModelWriter,
  [weight = -1, bias = -1]: readonly number[],
  dims: readonly number[],
): readonly number[] {
  const biases = bias < 0 ? [] : [writer.partOfConstant(bias, writer.dimsOf(bias))]
  return [writer.partOfConstant(weight, dims), ...biases]
}

/** A group for every channel is one depthwise layer; of other groups each is a layer. */
function isDepthwise(writer: ModelWriter, input: number, output: number, { group }: Convolution | Transposed): boolean {
  return group > 1 && [input, output].every((tensor) => writer.dimsOf(tensor)[1] === group)
}

function layersOf(writer: ModelWriter, input: number, output: number, operation: Convolution | Transposed): number {
  return isDepthwise(writer, input, output, operation) ? 1 : operation.group
}

/** The layer over the last two axes; an activation stays with a convolution, though the engine has it after the sum. */
function writePlane(
  writer: ModelWriter,
  node: Node,
  operation: Convolution | Transposed,
  inputs: readonly number[],
  result: number,
): void {
  const depthwise = isDepthwise(writer, inputs[0] ?? -1, result, operation)
  const one = planeOf(operation, depthwise)
  if (operation.group === 1 || depthwise) writer.write(node, one, inputs, [result])
  else writeGroups(writer, node, one, inputs, result, operation.group)
}

function planeOf(operation: Convolution | Transposed, depthwise: boolean): Written {
  const [, top = 0, left = 0, , bottom = 0, right = 0] = operation.pads
  const pads = [top, left, bottom, right]
  const window = {
    kernel: operation.kernel.slice(1),
    strides: operation.strides.slice(1),
    dilations: operation.dilations.slice(1),
    group: depthwise ? operation.group : 1,
  }
  const stated = { kind: 'explicit', pads } as const
  if (operation.kind === 'Conv') {
    const own = { kind: 'Conv', ...window, activation: operation.activation, depthwise } as const
    return { stated: { ...own, pads: stated }, resolved: { ...own, pads } }
  }
  const own = { kind: 'ConvTranspose', ...window, activation: 'none' } as const
  const outputPadding = operation.outputPadding.slice(1)
  return { stated: { ...own, pads: stated, outputPadding }, resolved: { ...own, pads, outputPadding } }
}

/** For every image, channel and tap, what the tap reads along the first axis; padding is left out. */
function gather(writer: ModelWriter, origin: number, length: number, operation: Convolution): Region[] {
  const [batch = 1, channels = 1, depth = 1, ...plane] = writer.dimsOf(origin)
  const [taps = 1] = operation.kernel
  const [stride = 1] = operation.strides
  const [dilation = 1] = operation.dilations
  const [before = 0] = operation.pads
  const elements = product(plane)
  const regions: Region[] = []
  for (let channel = 0; channel < batch * channels; channel++) {
    for (let tap = 0; tap < taps; tap++) {
      const shift = tap * dilation - before
      const first = Math.max(0, Math.ceil(-shift / stride))
      const last = Math.min(length - 1, Math.floor((depth - 1 - shift) / stride))
      if (last < first) continue
      const axes = [
        { size: last - first + 1, source: stride * elements, target: elements },
        { size: elements, source: 1, target: 1 },
      ]
      regions.push({
        origin,
        sourceOffset: (channel * depth + first * stride + shift) * elements,
        targetOffset: ((channel * taps + tap) * length + first) * elements,
        axes: axes.filter(({ size }) => size > 1),
      })
    }
  }
  return regions
}
