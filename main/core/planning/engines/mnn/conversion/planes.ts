// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import type { Node } from '#core/model/graph'
import type { ResolvedOperation } from '#core/model/shapes'
import type { Region } from '../geometry/region'
import { alike, type ModelWriter, reshaped } from './converted-model'

type Convolution = Extract<ResolvedOperation, { kind: 'Conv' }>

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
  const arrange = (from: number, dims: readonly number[], permutation: readonly number[] | null) => {
    const to = tensor(dims)
    writer.write(node, permutation === null ? reshaped(dims) : alike({ kind: 'Transpose', permutation }), [from], [to])
    return to
  }
  const images = batch * depth

  const gathered = tensor([1, batch * inChannels * taps, depth, height * width])
  writer.move(node, gather(writer, input, depth, operation), input, gathered)
  const apart = arrange(gathered, [batch, inChannels * taps, depth, height, width], null)
  const turned = arrange(apart, [batch, depth, inChannels * taps, height, width], [0, 2, 1, 3, 4])
  const byTap = arrange(turned, [images, inChannels, taps, height, width], null)
  const slices = Array.from({ length: taps }, () => tensor([images, inChannels, 1, height, width]))
  writer.write(node, alike({ kind: 'Split', axis: 2, sizes: slices.map(() => 1) }), [byTap], slices)

  const flat = planeOf(operation, kernel)
  const results = slices.map((slice) => {
    const image = arrange(slice, [images, inChannels, height, width], null)
    const parameters = [writer.partOfConstant(weight, [outChannels, inChannels, ...kernel])]
    // Each has a bias, of zeros but for the last one.
    if (bias >= 0) parameters.push(writer.partOfConstant(bias, [outChannels]))
    const result = tensor([images, outChannels, ...plane])
    writer.write(node, flat, [image, ...parameters], [result])
    return result
  })
  const sum = taps === 1 ? (results[0] ?? -1) : tensor([images, outChannels, ...plane])
  if (taps > 1) writer.write(node, alike({ kind: 'Binary', function: 'add', activation: 'none' }), results, [sum])
  const inOrder = arrange(sum, [batch, depth, outChannels, ...plane], null)
  const last = writer.write(node, alike({ kind: 'Transpose', permutation: [0, 2, 1, 3, 4] }), [inOrder], [output])
  writer.replaced(node, { layers: taps, of: 'planes' }, last)
}

/** The convolution over the last two axes; an activation stays with it, though the engine has it after the sum. */
function planeOf(operation: Convolution, kernel: readonly number[]) {
  const [, top = 0, left = 0, , bottom = 0, right = 0] = operation.pads
  const window = {
    ...({
      kind: 'Conv',
      kernel,
      strides: operation.strides.slice(1),
      dilations: operation.dilations.slice(1),
    } as const),
    ...{ group: 1, activation: operation.activation, depthwise: false },
  }
  const pads = [top, left, bottom, right]
  return { stated: { ...window, pads: { kind: 'explicit', pads } as const }, resolved: { ...window, pads } }
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
