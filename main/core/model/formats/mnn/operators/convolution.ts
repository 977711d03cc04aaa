// SPDX-License-Identifier: Apache-2.0
import { elementCount } from '#core/model/element-count'
import type { FusedActivation, PadRule } from '#core/model/operations/index'
import { invalid } from '#core/model/read-error'
import { describeRecord, type RecordOf, readRecord } from '../../flatbuffers/record'
import type { MnnOp, Translate, Translated } from '../context'
import { PAD_MODE } from '../enums'
import { CONVOLUTION, CONVOLUTION_COMMON, QUANTISED_FLOAT } from '../schema'
import { addFloats, addIntegers, externalParts, quantisedWeights, synthesised } from '../weights'
import { onIntegers } from './eight-bit'

type Common = RecordOf<typeof CONVOLUTION_COMMON>

/**
 * Convolution and ConvolutionDepthwise: weights [oc, ic/group, kh, kw], bias [oc]. The op's type alone says whether it
 * is depthwise: MNN never runs a plain Convolution as such.
 */
export const translateConvolution: Translate = (op) => {
  const { record, common, geometry } = readConvolution(op)
  const depthwise = op.type === 'ConvolutionDepthwise'
  const outChannels = common.outputCount || record.bias?.count || 0
  const group = depthwise && common.group <= 1 ? outChannels : common.group
  const perGroup = depthwise || op.inputs.length > 1 ? 1 : channelsPerGroup(op, common, record, outChannels, group)
  const dims = [outChannels, perGroup, common.kernelY, common.kernelX]
  return {
    operation: { kind: 'Conv', ...geometry, group, depthwise },
    inputs: inputsWithWeights(op, record, dims, outChannels, perGroup * common.kernelX * common.kernelY),
    attributes: describeRecord(common, CONVOLUTION_COMMON),
  }
}

/**
 * ConvInt8 and DepthwiseConvInt8: as above with weights and biases that are integers, or with weights as quantised ones of
 * float convolutions are stored.
 */
export const translateIntegerConvolution: Translate = (op) => {
  const { record, common, geometry } = readConvolution(op)
  const own = readRecord(record.symmetricQuan, QUANTISED_FLOAT)
  const depthwise = op.type === 'DepthwiseConvInt8' || op.type === 'ConvolutionDepthwise'
  const outChannels = common.outputCount || own.bias?.count || record.bias?.count || 0
  const group = depthwise && common.group <= 1 ? outChannels : common.group
  const kernelSize = common.kernelX * common.kernelY
  const stored = own.weight?.count ?? 0
  const known = stored > 0 || record.quanParameter !== undefined || common.inputCount > 0
  if (outChannels < 1 || !known) return { operation: onIntegers(undefined) }
  const perGroup = depthwise
    ? 1
    : stored > 0
      ? stored / (outChannels * kernelSize)
      : channelsPerGroup(op, common, record, outChannels, group)
  if (stored > 0 && stored !== outChannels * Math.floor(perGroup) * kernelSize)
    return { operation: onIntegers(undefined) }
  const dims = [outChannels, perGroup, common.kernelY, common.kernelX]
  const inputs =
    stored === 0
      ? inputsWithWeights(op, record, dims, outChannels, perGroup * kernelSize)
      : [
          op.inputs[0] ?? -1,
          addIntegers(op, 'weight', 'int8', dims, own.weight),
          ...(own.bias?.count === outChannels ? [addIntegers(op, 'bias', 'int32', [outChannels], own.bias)] : []),
        ]
  return {
    operation: { ...onIntegers({ kind: 'Conv', ...geometry, group, depthwise }) },
    inputs,
    attributes: [
      ...describeRecord(common, CONVOLUTION_COMMON),
      { name: 'nbits', value: String(own.nbits || 8) },
      ...(own.winogradAttr === undefined ? [] : [{ name: 'winogradAttr', value: own.winogradAttr.join(', ') }]),
    ],
  }
}

/** Deconvolution and DeconvolutionDepthwise: weights [ic, oc/group, kh, kw]. */
export const translateDeconvolution: Translate = (op) => {
  const { record, common, geometry } = readConvolution(op)
  const outChannels = common.outputCount || record.bias?.count || 0
  const depthwise = op.type === 'DeconvolutionDepthwise'
  const group = depthwise && common.group <= 1 ? outChannels : common.group
  const kernelSize = common.kernelX * common.kernelY
  const perGroup = Math.max(1, Math.floor(outChannels / Math.max(1, group)))
  const stored = storedCount(record)
  const inChannels = depthwise ? outChannels : stored > 0 ? stored / (perGroup * kernelSize) : common.inputCount
  const dims = [inChannels, perGroup, common.kernelY, common.kernelX]
  if (!Number.isInteger(inChannels)) invalid({ id: 'node.weights', node: op.name, weights: stored }, op.name)
  const outputPadding = common.outPads ?? []
  return {
    operation: { kind: 'ConvTranspose', ...geometry, outputPadding, group },
    inputs: inputsWithWeights(op, record, dims, outChannels, (inChannels * kernelSize) / Math.max(1, group)),
    attributes: describeRecord(common, CONVOLUTION_COMMON),
  }
}

function readConvolution(op: MnnOp) {
  const record = readRecord(op.main, CONVOLUTION)
  const common = readRecord(record.common, CONVOLUTION_COMMON)
  const { kernelX, kernelY, strideX, strideY, dilateX, dilateY } = common
  if (Math.min(kernelX, kernelY, strideX, strideY, dilateX, dilateY) < 1 || common.group < 0) {
    invalid({ id: 'node.window', node: op.name }, op.name)
  }
  const geometry = {
    kernel: [kernelY, kernelX],
    strides: [strideY, strideX],
    dilations: [dilateY, dilateX],
    pads: padRule(common.padMode, common.pads, common.padX, common.padY),
    activation: activation(common),
  }
  return { record, common: { ...common, group: Math.max(1, common.group) }, geometry }
}

function activation(common: Common): FusedActivation {
  return common.relu6 ? 'relu6' : common.relu ? 'relu' : 'none'
}

/** `pads` is top, left, bottom, right and wins over padX, padY. */
export function padRule(mode: number, pads: readonly number[] | undefined, padX: number, padY: number): PadRule {
  if (mode === PAD_MODE.same) return { kind: 'same', odd: 'upper' }
  if (mode === PAD_MODE.valid) return { kind: 'valid' }
  if (pads !== undefined && pads.length >= 4) return { kind: 'explicit', pads: pads.slice(0, 4) }
  if (pads !== undefined && pads.length === 2) return { kind: 'explicit', pads: [pads[0] ?? 0, 0, pads[1] ?? 0, 0] }
  return { kind: 'explicit', pads: [padY, padX, padY, padX] }
}

function storedCount(record: RecordOf<typeof CONVOLUTION>): number {
  return record.weight?.count || (record.quanParameter === undefined ? (record.external?.[1] ?? 0) / 4 : 0)
}

/** From the stored weights where there are any, else from the declared channel count. */
function channelsPerGroup(
  op: MnnOp,
  common: Common,
  record: RecordOf<typeof CONVOLUTION>,
  outChannels: number,
  group: number,
): number {
  const stored = storedCount(record)
  if (stored > 0) {
    const perGroup = stored / (outChannels * common.kernelX * common.kernelY)
    if (!Number.isInteger(perGroup)) invalid({ id: 'node.weights', node: op.name, weights: stored }, op.name)
    return perGroup
  }
  if (common.inputCount < 1 || common.inputCount % group !== 0) {
    invalid({ id: 'node.inputChannels', node: op.name }, op.name)
  }
  return common.inputCount / group
}

function inputsWithWeights(
  op: MnnOp,
  record: RecordOf<typeof CONVOLUTION>,
  dims: readonly number[],
  outChannels: number,
  fanIn: number,
): NonNullable<Translated['inputs']> {
  if (outChannels < 1) invalid({ id: 'node.outputChannels', node: op.name }, op.name)
  // A second input carries weights that the graph itself computes.
  if (op.inputs.length > 1) return op.inputs
  const external = externalParts(op, record.external)
  const count = elementCount(dims, op.name)
  const quantisation = record.weight === undefined || record.weight.count === 0 ? record.quanParameter : undefined
  let weight: number
  if (quantisation !== undefined) {
    const { dtype, data } = quantisedWeights(op, quantisation, count, external)
    weight = op.file.builder.addConstant(`${op.name}.weight`, dtype, dims, data)
  } else {
    const made = storedCount(record) > 0 ? ({ kind: 'fill', value: 0 } as const) : synthesised(op, fanIn)
    weight = addFloats(op, 'weight', dims, record.weight, external[0], made)
  }
  // Quantised: the buffer and the scales come before the bias.
  const outside = external[quantisation === undefined ? 1 : 2]
  const bias = addFloats(op, 'bias', [outChannels], record.bias, outside, { kind: 'fill', value: 0 })
  return [op.inputs[0] ?? -1, weight, bias]
}
