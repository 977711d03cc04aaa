// SPDX-License-Identifier: Apache-2.0
import type { Operation, PadRule } from '#core/model/operations/index'
import type { RecordOf } from '../../flatbuffers/record'
import { splitActivation, type TfliteOp, type Translate } from '../context'
import { PADDING_NAMES } from '../enums'
import { CONV_2D, CONV_3D, DEPTHWISE_CONV_2D, POOL_2D, TRANSPOSE_CONV } from '../schema'

/** Convolutions and pools: images with their channels first. Weights stay where they are, seen in another order. */

/** TensorFlow: an odd element of padding goes to the end. */
function padRule(padding: number): PadRule {
  return PADDING_NAMES[padding] === 'VALID' ? { kind: 'valid' } : { kind: 'same', odd: 'upper' }
}

function planar(o: RecordOf<typeof CONV_2D>) {
  return { strides: [o.strideH, o.strideW], dilations: [o.dilationH, o.dilationW], pads: padRule(o.padding) }
}

/** As the channels of the input and those of each filter say. */
function groups(op: TfliteOp, perGroup: number): number {
  const channels = op.dims(0).at(-1) ?? 0
  return channels > perGroup && channels % perGroup === 0 ? channels / perGroup : 1
}

/** x, weight [oc, kh, kw, ic / group], [bias] */
export function translateConv2D(op: TfliteOp): undefined {
  const o = op.read(CONV_2D)
  const [, kernelH = 0, kernelW = 0, perGroup = 0] = op.dims(1)
  const group = groups(op, perGroup)
  finishConv(op, { ...planar(o), kernel: [kernelH, kernelW], group }, [0, 3, 1, 2], o.activation)
}

/** x, weight [1, kh, kw, channels × multiplier], [bias] */
export function translateDepthwise(op: TfliteOp): undefined {
  const o = op.read(DEPTHWISE_CONV_2D)
  const [, kernelH = 0, kernelW = 0] = op.dims(1)
  const group = op.dims(0).at(-1) ?? 0
  finishConv(op, { ...planar(o), kernel: [kernelH, kernelW], group }, [3, 0, 1, 2], o.activation)
}

/** x [n, d, h, w, c], weight [kd, kh, kw, ic / group, oc], [bias] */
export function translateConv3D(op: TfliteOp): undefined {
  const o = op.read(CONV_3D)
  const kernel = op.dims(1).slice(0, 3)
  const perGroup = op.dims(1)[3] ?? 0
  const operation = {
    kernel,
    strides: [o.strideD, o.strideH, o.strideW],
    dilations: [o.dilationD, o.dilationH, o.dilationW],
    pads: padRule(o.padding),
    group: groups(op, perGroup),
  }
  finishConv(op, operation, [4, 3, 0, 1, 2], o.activation)
}

type Conv = Extract<Operation, { kind: 'Conv' }>

function finishConv(
  op: TfliteOp,
  geometry: Omit<Conv, 'kind' | 'activation'>,
  weightOrder: readonly number[],
  activation: number,
): undefined {
  const { fused, rest } = splitActivation(activation)
  const inputs = [op.input(0, 'channelsFirst'), op.reordered(1, weightOrder), op.input(2)]
  op.finishActivated({ kind: 'Conv', ...geometry, activation: fused }, inputs, rest, 'channelsFirst')
}

/** shape of the output, weight [oc, kh, kw, ic], x, [bias] */
export const translateTransposeConv: Translate = (op) => {
  const o = op.read(TRANSPOSE_CONV)
  const at = { x: 2, bias: 3, shape: 0 }
  return finishTransposeConv(op, at, [o.strideH, o.strideW], padRule(o.padding), o.activation)
}

const SAME_PADDING = 1
const VALID_PADDING = 2

/**
 * MediaPipe's custom operator: x, weight [oc, kh, kw, ic], bias. Its options are three int32 as in
 * TfLiteTransposeConvParams: padding, stride of the width, of the height.
 */
export const translateTransposeConvBias: Translate = (op) => {
  const options = op.file.customOptions
  if (options === undefined || options.count < 12) return { id: 'unsupported.customOptions' }
  const view = new DataView(op.file.bytes.buffer, op.file.bytes.byteOffset + options.offset, 12)
  const [padding, strideW, strideH] = [0, 4, 8].map((at) => view.getInt32(at, true)) as [number, number, number]
  if (padding !== SAME_PADDING && padding !== VALID_PADDING)
    return { id: 'unsupported.unknown', what: 'padding', value: padding }
  // Its own rule for SAME: as much as the last window of the forward convolution would overhang.
  const strides = [strideH, strideW]
  const total = strides.map((stride, i) => {
    const [kernel, size] = [op.dims(1)[1 + i] ?? 1, op.dims(0)[1 + i] ?? 1]
    return padding === VALID_PADDING ? 0 : Math.max(0, kernel - ((size - 1) % Math.max(1, stride)) - 1)
  })
  const begins = total.map((pad) => Math.floor(pad / 2))
  const pads: PadRule = { kind: 'explicit', pads: [...begins, ...total.map((pad, i) => pad - (begins[i] ?? 0))] }
  return finishTransposeConv(op, { x: 0, bias: 2 }, strides, pads, 0)
}

function finishTransposeConv(
  op: TfliteOp,
  at: { readonly x: number; readonly bias: number; readonly shape?: number },
  strides: readonly number[],
  pads: PadRule,
  activation: number,
): undefined {
  const stated = at.shape === undefined ? undefined : op.values(at.shape)
  const { fused, rest } = splitActivation(activation)
  const operation: Operation = {
    kind: 'ConvTranspose',
    kernel: op.dims(1).slice(1, 3),
    strides,
    dilations: [1, 1],
    pads,
    outputPadding: [0, 0],
    ...(stated ? { outputShape: stated.slice(1, 3) } : at.shape !== undefined && { shapeInput: true }),
    group: 1,
    activation: fused,
  }
  const shape = at.shape === undefined || stated ? [] : [op.input(at.shape)]
  const inputs = [op.input(at.x, 'channelsFirst'), op.reordered(1, [3, 0, 1, 2]), op.input(at.bias), ...shape]
  op.finishActivated(operation, inputs, rest, 'channelsFirst')
}

export const translatePool2D =
  (mode: 'max' | 'average') =>
  (op: TfliteOp): undefined => {
    const o = op.read(POOL_2D)
    const operation: Operation = {
      kind: 'Pool',
      mode,
      kernel: [o.filterHeight, o.filterWidth],
      strides: [o.strideH, o.strideW],
      dilations: [1, 1],
      pads: padRule(o.padding),
      ceil: false,
      countPadding: false,
    }
    op.finishActivated(operation, [op.input(0, 'channelsFirst')], o.activation, 'channelsFirst')
  }
