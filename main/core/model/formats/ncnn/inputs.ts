// SPDX-License-Identifier: Apache-2.0
import type { NcnnLayerRecord, NcnnNet } from './layer'
import { COMMON, int, type RecordOf, readParameters } from './parameters'

/** Shapes of inputs: of an Input layer, or of what its image first runs into. */

const INPUT = { w: int(0), h: int(1), d: int(11), c: int(2) }
const WINDOW = {
  numOutput: int(0),
  kernelW: int(1),
  kernelH: int(11, 'kernelW'),
  weightDataSize: int(6),
  group: int(7, 1),
}

/** The dims of an Input layer with a batch of 1 in front; null where neither it nor its hint tells. */
export function declaredDims(layer: NcnnLayerRecord, net: NcnnNet): readonly (number | null)[] {
  const { w, h, d, c } = readParameters(layer.parameters, INPUT, layer.name)
  const { shapeHints = [] } = readParameters(layer.parameters, COMMON, layer.name)
  const [rank = 0, ...hinted] = shapeHints
  if (d > 0) return [1, ...[c, d, h, w].map(known)]
  if (c > 0) return [1, ...image(c, h, w, channelsOf(layer.outputs[0] ?? '', net))]
  if (h > 0) return [1, ...[h, w].map(known)]
  if (w > 0) return [1, w]
  if (rank >= 1 && rank <= 3) return [1, ...hinted.slice(0, rank).reverse().map(known)]
  return [1, channelsOf(layer.outputs[0] ?? '', net), null, null]
}

/** ncnn does not look at what is stated: files of old tools list the channels first, and the first convolution knows. */
function image(c: number, h: number, w: number, channels: number | null): readonly (number | null)[] {
  if (channels === null || channels === c) return [c, h, w].map(known)
  return channels === w ? [w, h, c].map(known) : [channels, known(h), known(w)]
}

function known(size: number | undefined): number | null {
  return size !== undefined && size > 0 ? size : null
}

/** Layers that hand the channels on as they are. */
const KEEPS_CHANNELS = new Set([
  'Split',
  'Padding',
  'Scale',
  'Bias',
  'BatchNorm',
  'BinaryOp',
  'Interp',
  'Cast',
  'Dropout',
])

/** As many channels as the first convolution reads. */
function channelsOf(blob: string, net: NcnnNet): number | null {
  const reached = new Set([blob])
  for (const layer of net.layers) {
    if (!layer.inputs.some((input) => reached.has(input))) continue
    if (KEEPS_CHANNELS.has(layer.type)) for (const output of layer.outputs) reached.add(output)
    if (layer.type !== 'Convolution' && layer.type !== 'ConvolutionDepthWise') continue
    const channels = inputChannels(readParameters(layer.parameters, WINDOW, layer.name))
    if (Number.isInteger(channels) && channels > 0) return channels
  }
  return null
}

/** Weights of a convolution are listed by output channel, input channel of the group, and position. */
function inputChannels(window: RecordOf<typeof WINDOW>): number {
  const { numOutput, kernelW, kernelH, weightDataSize, group } = window
  return (weightDataSize / (numOutput * kernelW * kernelH)) * group
}
