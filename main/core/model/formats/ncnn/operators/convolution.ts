// SPDX-License-Identifier: Apache-2.0
import type { PadRule } from '#core/model/operations/index'
import { invalid } from '#core/model/read-error'
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { NcnnLayer } from '../context'
import { float, int, type RecordOf } from '../parameters'
import { ACTIVATED, finishActivated, finishWith } from './activation'
import { loadWeights } from './weights'

/** Convolutions of images (20260526: src/layer/convolution.cpp, convolutiondepthwise.cpp, deconvolution.cpp). */

const WINDOW = {
  numOutput: int(0),
  kernelW: int(1),
  kernelH: int(11, 'kernelW'),
  dilationW: int(2, 1),
  dilationH: int(12, 'dilationW'),
  strideW: int(3, 1),
  strideH: int(13, 'strideW'),
  padLeft: int(4),
  padRight: int(15, 'padLeft'),
  padTop: int(14, 'padLeft'),
  padBottom: int(16, 'padTop'),
  biasTerm: int(5),
  weightDataSize: int(6),
  group: int(7, 1),
  ...ACTIVATED,
}

const CONVOLUTION = { ...WINDOW, padValue: float(18), int8ScaleTerm: int(8), dynamicWeight: int(19) }

const DECONVOLUTION = {
  ...WINDOW,
  outputPadRight: int(18),
  outputPadBottom: int(19, 'outputPadRight'),
  outputW: int(20),
  outputH: int(21, 'outputW'),
  dynamicWeight: int(28),
}

type Window = RecordOf<typeof WINDOW>

/** Weights [oc, ic / group, kh, kw], as they lie in the file. Only ConvolutionDepthWise has groups. */
export function translateConvolution(layer: NcnnLayer): UnsupportedCause | undefined {
  const o = layer.read(CONVOLUTION)
  if (o.dynamicWeight !== 0) return { id: 'unsupported.atRunTime', what: 'weights' }
  const { geometry, perGroup } = windowOf(layer, o, o.weightDataSize)
  const grouped = layer.type === 'ConvolutionDepthWise'
  const group = grouped ? o.group : 1
  const weights = loadWeights(layer, {
    dims: [o.numOutput, perGroup, ...geometry.kernel],
    bias: biasCount(o),
    scales: o.int8ScaleTerm === 0 ? 0 : grouped ? groupScales(o.group, o.int8ScaleTerm) : o.numOutput,
  })
  // The scales of the input, and of the output where that is quantised too: a network of floats has none.
  if (o.int8ScaleTerm !== 0) layer.skipFloats(o.int8ScaleTerm > 100 ? 2 : 1)
  const depthwise = grouped && group === o.numOutput && perGroup === 1
  const x = layer.rank() === 1 ? layer.part({ kind: 'Unsqueeze', axes: [2, 3] }, [layer.input()]) : layer.input()
  const conv = { kind: 'Conv', ...geometry, group, depthwise } as const
  if (layer.rank() === 1) {
    const image = layer.main({ ...conv, activation: 'none' }, [x, ...weights])
    return finishWith(layer, layer.part({ kind: 'Flatten', axis: 1 }, [image]), o, 1)
  }
  if (o.padValue === 0) return finishActivated<'Conv'>(layer, conv, [x, ...weights], o, 3)
  if (conv.pads.kind !== 'explicit') return { id: 'unsupported.unknown', what: 'padding', value: o.padValue }
  const [top = 0, left = 0, bottom = 0, right = 0] = conv.pads.pads
  const pads = [0, 0, top, left, 0, 0, bottom, right]
  const padded = layer.part({ kind: 'Pad', mode: 'constant', pads, value: o.padValue, pairs: false }, [x])
  return finishActivated<'Conv'>(layer, { ...conv, pads: { kind: 'valid' } }, [padded, ...weights], o, 3)
}

/** Weights [oc, ic, kh, kw] within every group. */
export function translateDeconvolution(layer: NcnnLayer): UnsupportedCause | undefined {
  const o = layer.read(DECONVOLUTION)
  if (o.dynamicWeight !== 0) return { id: 'unsupported.atRunTime', what: 'weights' }
  const { geometry, perGroup: inputs } = windowOf(layer, o, o.weightDataSize)
  const group = layer.type === 'DeconvolutionDepthWise' ? o.group : 1
  const outputs = o.numOutput / group
  if (!Number.isInteger(outputs) || outputs < 1) invalid({ id: 'node.outputChannels', node: layer.name }, layer.name)
  const stored = { dims: [group, outputs, inputs, ...geometry.kernel], permutation: [0, 2, 1, 3, 4] }
  const weights = loadWeights(layer, {
    dims: [group * inputs, outputs, ...geometry.kernel],
    ...(inputs === 1 || outputs === 1 ? {} : { stored }),
    bias: biasCount(o),
    scales: 0,
  })
  // Without pads of its own it is cut to a stated size only where it pads as SAME does.
  const cut = geometry.pads.kind === 'same' && o.outputW > 0 && o.outputH > 0
  const operation = {
    kind: 'ConvTranspose',
    ...geometry,
    pads: geometry.pads.kind === 'same' && !cut ? ({ kind: 'valid' } as const) : geometry.pads,
    outputPadding: [o.outputPadBottom, o.outputPadRight],
    ...(cut ? { outputShape: [o.outputH, o.outputW] } : {}),
    group,
  } as const
  return finishActivated<'ConvTranspose'>(layer, operation, [layer.input(), ...weights], o, 3)
}

/** Of a depthwise convolution: one for every group, or one for all. */
function groupScales(group: number, term: number): number {
  return term % 100 === 1 ? group : term % 100 === 2 ? 1 : 0
}

function biasCount({ biasTerm, numOutput }: { readonly biasTerm: number; readonly numOutput: number }): number {
  return biasTerm === 0 ? 0 : numOutput
}

/** `perGroup`: channels that each filter reads. Throws ReadError where the parameters do not fit together. */
function windowOf(layer: NcnnLayer, o: Window, weightCount: number) {
  const { name } = layer
  if (Math.min(o.kernelW, o.kernelH, o.strideW, o.strideH, o.dilationW, o.dilationH, o.group) < 1) {
    invalid({ id: 'node.window', node: name }, name)
  }
  if (o.numOutput < 1) invalid({ id: 'node.outputChannels', node: name }, name)
  const perGroup = weightCount / (o.numOutput * o.kernelW * o.kernelH)
  if (!Number.isInteger(perGroup) || perGroup < 1)
    invalid({ id: 'node.weights', node: name, weights: weightCount }, name)
  const geometry = {
    kernel: [o.kernelH, o.kernelW],
    strides: [o.strideH, o.strideW],
    dilations: [o.dilationH, o.dilationW],
    pads: padRule([o.padTop, o.padLeft, o.padBottom, o.padRight]),
  }
  return { geometry, perGroup }
}

const SAME_UPPER = -233
const SAME_LOWER = -234

/** Pads below 0 that name no rule are none. */
function padRule(pads: readonly number[]): PadRule {
  if (pads.every((pad) => pad === SAME_UPPER)) return { kind: 'same', odd: 'upper' }
  if (pads.every((pad) => pad === SAME_LOWER)) return { kind: 'same', odd: 'lower' }
  return { kind: 'explicit', pads: pads.map((pad) => Math.max(0, pad)) }
}
