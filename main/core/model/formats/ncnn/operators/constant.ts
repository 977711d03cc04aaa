// SPDX-License-Identifier: Apache-2.0
import { elementCount } from '#core/model/element-count'
import type { UnsupportedCause } from '#messages/en/unsupported'
import { table } from '../../../words'
import type { NcnnLayer, Translate } from '../context'
import { int } from '../parameters'
import { recurrentLayers } from './recurrent'

/** Layers whose weights are all that Convscope knows of them, and one that is nothing else. */

const MEMORY_DATA = { w: int(0), h: int(1), d: int(11), c: int(2), loadType: int(21, 1) }

/** load_type 1: without a tag. */
export function translateMemoryData(layer: NcnnLayer): UnsupportedCause | undefined {
  const { w, h, d, c, loadType } = layer.read(MEMORY_DATA)
  const dims = [1, ...[c, d, h, w].filter((size) => size !== 0)]
  const count = elementCount(dims, layer.name)
  const loaded = loadType === 0 ? layer.loadTagged(count) : layer.loadFloats(count)
  if (loaded?.kind === 'int8') return { id: 'unsupported.eightBit' }
  return layer.finishConstant(dims, loaded?.data ?? { kind: 'fill', value: 0 }, loaded?.dtype ?? 'float32')
}

/** Weights that a layer loads: how many elements behind a tag, and how many floats without. */
interface Load {
  readonly tagged?: number
  readonly floats?: number
}

/** Passes over the weights of a layer that Convscope does not run. */
const skipping =
  (loads: (o: (key: number, absent?: number) => number) => readonly Load[]): Translate =>
  (layer) => {
    const stated = (key: number, absent = 0) => layer.read({ value: int(key, absent) }).value
    for (const { tagged = 0, floats = 0 } of loads(stated)) {
      if (tagged > 0) layer.skipTagged(tagged)
      if (floats > 0) layer.skipFloats(floats)
    }
    return { id: 'unsupported.operation', word: 'layer', name: layer.type }
  }

const window = skipping((o) => [{ tagged: o(6) }, { floats: o(5) && o(0) }])

/** Recurrent layers of forms that are not run. */
const skippedCell = (gates: number, biases: number) =>
  skipping((o) => {
    const [outputs, directions] = [o(0), o(2) === 2 ? 2 : 1]
    const hidden = gates === 4 ? o(3, outputs) : outputs
    const scales = o(8) === 0 ? 0 : hidden * gates * directions
    return [
      { tagged: o(1) },
      { tagged: hidden * biases * directions },
      { tagged: outputs * hidden * gates * directions },
      { tagged: hidden === outputs ? 0 : hidden * outputs * directions },
      { floats: scales },
      { floats: scales },
    ]
  })

/** 20260526: src/layer/, load_model of each. */
export const WEIGHTED = table<Translate>({
  Convolution1D: window,
  ConvolutionDepthWise1D: window,
  Deconvolution1D: window,
  DeconvolutionDepthWise1D: window,
  Convolution3D: window,
  ConvolutionDepthWise3D: window,
  Deconvolution3D: window,
  DeconvolutionDepthWise3D: window,
  DeformableConv2D: window,
  ...recurrentLayers({ LSTM: skippedCell(4, 4), GRU: skippedCell(3, 4), RNN: skippedCell(1, 1) }),
  Embed: skipping((o) => [{ tagged: o(3) }, { floats: o(2) && o(0) }, { floats: o(18) && 1 }]),
  Quantize: skipping((o) => [{ floats: o(0, 1) }]),
  Dequantize: skipping((o) => [{ floats: o(0, 1) }, { floats: o(1) }]),
  Requantize: skipping((o) => [{ floats: o(0, 1) }, { floats: o(1, 1) }, { floats: o(2) }]),
  RMSNorm: skipping((o) => [{ floats: o(2, 1) && o(0) }]),
})
