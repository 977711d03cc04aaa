// SPDX-License-Identifier: Apache-2.0
import {
  bool,
  byteEnum,
  float,
  floats,
  int,
  ints,
  longs,
  range,
  string,
  table,
  tables,
  ulong,
} from '../flatbuffers/fields'
import { ACTIVATION_NAMES, MIRROR_NAMES, PADDING_NAMES, TENSOR_TYPE_NAMES } from './enums'

/**
 * The tables of a .tflite file that Convscope reads: field ids, types and defaults as in TensorFlow
 * Lite's schema (tensorflow/lite/schema/schema.fbs, version 3). Fields it has no use for are left out.
 */

const padding = (id: number) => byteEnum(id, PADDING_NAMES)
const activation = (id: number) => byteEnum(id, ACTIVATION_NAMES)
const tensorType = (id: number) => byteEnum(id, TENSOR_TYPE_NAMES)

export const MODEL = {
  version: int(0),
  operatorCodes: tables(1),
  subgraphs: tables(2),
  description: string(3),
  buffers: tables(4),
} as const

export const OPERATOR_CODE = {
  oldBuiltinCode: byteEnum(0, []),
  customCode: string(1),
  builtinCode: int(3),
} as const

export const SUBGRAPH = {
  tensors: tables(0),
  inputs: ints(1),
  outputs: ints(2),
  operators: tables(3),
} as const

export const TENSOR = {
  shape: ints(0),
  type: tensorType(1),
  buffer: int(2),
  name: string(3),
  quantization: table(4),
  isVariable: bool(5),
  sparsity: table(6),
  shapeSignature: ints(7),
} as const

export const QUANTIZATION = {
  scale: floats(2),
  zeroPoint: longs(3),
  detailsType: byteEnum(4, []),
  details: table(5),
  quantizedDimension: int(6),
} as const

/** Scales stand in another tensor of the graph. */
export const BLOCKWISE_QUANTIZATION = { scales: int(0), zeroPoints: int(1), blockSize: int(2) } as const

export const SPARSITY = { traversalOrder: ints(0), blockMap: ints(1), dimMetadata: tables(2) } as const
/** The lists are tables of one vector each, of which the type says how wide its numbers are. */
export const DIMENSION_METADATA = {
  format: byteEnum(0, ['DENSE', 'SPARSE_CSR']),
  denseSize: int(1),
  segmentsType: byteEnum(2, []),
  segments: table(3),
  indicesType: byteEnum(4, []),
  indices: table(5),
} as const

export const OPERATOR = {
  opcodeIndex: int(0),
  inputs: ints(1),
  outputs: ints(2),
  builtinOptions: table(4),
  customOptions: range(5, 1),
} as const

/** Data of more than 2 GiB lie outside the FlatBuffer, at an offset of the file above 1. */
export const BUFFER = { data: range(0, 1), offset: ulong(1), size: ulong(2) } as const

export const CONV_2D = {
  padding: padding(0),
  strideW: int(1),
  strideH: int(2),
  activation: activation(3),
  dilationW: int(4, 1),
  dilationH: int(5, 1),
} as const

export const CONV_3D = {
  padding: padding(0),
  strideD: int(1),
  strideW: int(2),
  strideH: int(3),
  activation: activation(4),
  dilationD: int(5, 1),
  dilationW: int(6, 1),
  dilationH: int(7, 1),
} as const

export const DEPTHWISE_CONV_2D = {
  padding: padding(0),
  strideW: int(1),
  strideH: int(2),
  /** Redundant: it follows from the weights. */
  depthMultiplier: int(3),
  activation: activation(4),
  dilationW: int(5, 1),
  dilationH: int(6, 1),
} as const

export const TRANSPOSE_CONV = {
  padding: padding(0),
  strideW: int(1),
  strideH: int(2),
  activation: activation(3),
} as const

export const POOL_2D = {
  padding: padding(0),
  strideW: int(1),
  strideH: int(2),
  filterWidth: int(3),
  filterHeight: int(4),
  activation: activation(5),
} as const

export const FULLY_CONNECTED = {
  activation: activation(0),
  weightsFormat: byteEnum(1, []),
  keepNumDims: bool(2),
} as const
export const SOFTMAX = { beta: float(0) } as const
export const CONCATENATION = { axis: int(0), activation: activation(1) } as const
/** ADD, SUB, MUL, DIV and, though it is ignored there, L2_NORMALIZATION. */
export const ARITHMETIC = { activation: activation(0) } as const
export const LOCAL_RESPONSE_NORM = { radius: int(0), bias: float(1), alpha: float(2), beta: float(3) } as const
export const RESIZE_BILINEAR = { alignCorners: bool(2), halfPixelCenters: bool(3) } as const
export const RESIZE_NEAREST = { alignCorners: bool(0), halfPixelCenters: bool(1) } as const
export const RESHAPE = { newShape: ints(0) } as const
export const BLOCK = { blockSize: int(0) } as const
export const GATHER = { axis: int(0), batchDims: int(1) } as const
export const REDUCER = { keepDims: bool(0) } as const
export const SQUEEZE = { squeezeDims: ints(0) } as const
export const STRIDED_SLICE = {
  beginMask: int(0),
  endMask: int(1),
  ellipsisMask: int(2),
  newAxisMask: int(3),
  shrinkAxisMask: int(4),
  offset: bool(5),
} as const
export const CAST = { inDataType: tensorType(0), outDataType: tensorType(1) } as const
export const PACK = { valuesCount: int(0), axis: int(1) } as const
export const UNPACK = { num: int(0), axis: int(1) } as const
export const LEAKY_RELU = { alpha: float(0) } as const
export const MIRROR_PAD = { mode: byteEnum(0, MIRROR_NAMES) } as const
export const BATCH_MATMUL = { adjX: bool(0), adjY: bool(1) } as const
export const ONE_HOT = { axis: int(0, 0) } as const
export const CUMSUM = { exclusive: bool(0), reverse: bool(1) } as const
export const REVERSE_SEQUENCE = { seqDim: int(0), batchDim: int(1) } as const
export const GELU = { approximate: bool(0) } as const
/** Clips that are 0 are none. */
export const SEQUENCE_LSTM = { activation: activation(0), cellClip: float(1), timeMajor: bool(3) } as const
