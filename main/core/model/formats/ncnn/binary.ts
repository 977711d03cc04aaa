// SPDX-License-Identifier: Apache-2.0

import type { MemoryBudget } from '../../memory-budget'
import { invalid, truncated } from '../../read-error'
import { words } from '../../words'
import { MAGIC, type NcnnLayerRecord, type NcnnNet } from './layer'
import { MEMORY } from './memory'
import type { Parameters, ParameterValue } from './parameters'

/**
 * The binary form: the same as int32 numbers, with types and blobs as numbers and without names
 * (20260526: src/net.cpp, load_param_bin; src/paramdict.cpp, load_param_bin).
 */

/** Layer types by number (20260526: src/CMakeLists.txt, in the order in which layers are added). */
const TYPES: readonly string[] = [
  ...words('AbsVal ArgMax BatchNorm Bias BNLL Concat Convolution Crop Deconvolution Dropout Eltwise ELU Embed Exp'),
  ...words('Flatten InnerProduct Input Log LRN MemoryData MVN Pooling Power PReLU Proposal Reduction ReLU Reshape'),
  ...words('ROIPooling Scale Sigmoid Slice Softmax Split SPP TanH Threshold Tile RNN LSTM BinaryOp UnaryOp'),
  ...words('ConvolutionDepthWise Padding Squeeze ExpandDims Normalize Permute PriorBox DetectionOutput Interp'),
  ...words('DeconvolutionDepthWise ShuffleChannel InstanceNorm Clip Reorg YoloDetectionOutput Quantize Dequantize'),
  ...words('Yolov3DetectionOutput PSROIPooling ROIAlign Packing Requantize Cast HardSigmoid SELU HardSwish Noop'),
  ...words('PixelShuffle DeepCopy Mish StatisticsPooling Swish Gemm GroupNorm LayerNorm Softplus GRU'),
  ...words('MultiHeadAttention GELU Convolution1D Pooling1D ConvolutionDepthWise1D Convolution3D'),
  ...words('ConvolutionDepthWise3D Pooling3D MatMul Deconvolution1D DeconvolutionDepthWise1D Deconvolution3D'),
  ...words('DeconvolutionDepthWise3D Einsum DeformableConv2D GLU Fold Unfold GridSample CumulativeSum CopyTo Erf Diag'),
  ...words('CELU Shrink RMSNorm Spectrogram InverseSpectrogram Flip SDPA RotaryEmbed'),
]

/** Ends the parameters of a layer. */
const END = -233
const LIST_KEYS = -23300

export function isBinaryNet(bytes: Uint8Array): boolean {
  return bytes.length >= 12 && new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true) === MAGIC
}

/** Throws ReadError. */
export function readBinaryNet(bytes: Uint8Array, memory: MemoryBudget): NcnnNet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 4
  const next = () => {
    if (at + 4 > view.byteLength) truncated({ id: 'file.breaksOff', byte: view.byteLength })
    at += 4
    return view.getInt32(at - 4, true)
  }
  /** Of numbers that must lie in the rest of the file. */
  const list = (count: number) => {
    if (count < 0 || count > (view.byteLength - at) / 4) truncated({ id: 'file.breaksOff', byte: view.byteLength })
    memory.take(MEMORY.element * count)
    return Array.from({ length: count }, next)
  }
  const parameters = (): Parameters => {
    const found = new Map<number, ParameterValue>()
    for (let key = next(); key !== END; key = next()) {
      memory.take(MEMORY.parameter)
      const isList = key <= LIST_KEYS
      found.set(isList ? LIST_KEYS - key : key, { kind: 'bits', values: isList ? list(next()) : [next()], isList })
    }
    return found
  }
  const [statedLayers, statedBlobs] = [next(), next()]
  if (statedLayers < 1 || statedBlobs < 0) invalid({ id: 'file.ncnnCounts' })
  const layers: NcnnLayerRecord[] = []
  while (layers.length < statedLayers) {
    const [number, inputs, outputs] = [next(), next(), next()]
    memory.take(MEMORY.layer)
    const index = layers.length
    const type = TYPES[number] ?? `type ${number}`
    const record = { index, type, name: `${type}_${index}`, inputs: list(inputs), outputs: list(outputs) }
    memory.take(MEMORY.word * (record.inputs.length + record.outputs.length))
    layers.push({
      ...record,
      inputs: record.inputs.map(String),
      outputs: record.outputs.map(String),
      parameters: parameters(),
    })
  }
  return { layers, statedLayers, statedBlobs }
}
