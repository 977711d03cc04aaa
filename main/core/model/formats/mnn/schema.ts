// SPDX-License-Identifier: Apache-2.0
import {
  bool,
  byteEnum,
  float,
  floats,
  int,
  intEnum,
  ints,
  longs,
  range,
  string,
  strings,
  table,
  tables,
} from '../flatbuffers/fields'
import {
  BINARY_NAMES,
  COORDINATE_NAMES,
  COUNT_NAMES,
  DATA_TYPE_NAMES,
  DEPTH_SPACE_NAMES,
  ELTWISE_NAMES,
  LAYOUT_NAMES,
  PAD_MODE_NAMES,
  PAD_VALUE_NAMES,
  POOL_NAMES,
  REDUCTION_NAMES,
  RESIZE_NAMES,
  SOURCE_NAMES,
  UNARY_NAMES,
} from './enums'

/**
 * The tables of a .mnn file that Convscope reads: field ids, types and defaults as in MNN's schema
 * (schema/default/*.fbs, 1.0.1 to 3.6.1). Fields it has no use for are left out.
 */

const DT_FLOAT = 1
const NC4HW4 = 2

export const NET = {
  extraTensorDescribe: tables(1),
  extraInfo: table(2),
  oplists: tables(3),
  outputName: strings(4),
  sourceType: byteEnum(6, SOURCE_NAMES),
  tensorName: strings(7),
  subgraphs: tables(10),
} as const

export const EXTRA_INFO = { version: string(2) } as const

export const OP = {
  inputIndexes: ints(0),
  main: table(2),
  name: string(3),
  outputIndexes: ints(4),
  type: int(5),
  defaultDimentionFormat: byteEnum(6, LAYOUT_NAMES, 1),
  externalPath: string(7),
} as const

export const BLOB = {
  dims: ints(0),
  dataFormat: byteEnum(1, LAYOUT_NAMES),
  dataType: intEnum(2, DATA_TYPE_NAMES, DT_FLOAT),
  uint8s: range(3, 1),
  int8s: range(4, 1),
  int32s: range(5, 4),
  int64s: range(6, 8),
  float32s: range(7, 4),
  external: longs(9),
} as const

export const INPUT = {
  dims: ints(0),
  dtype: intEnum(1, DATA_TYPE_NAMES, DT_FLOAT),
  dformat: byteEnum(2, LAYOUT_NAMES, NC4HW4),
} as const

export const EXTRA = { type: string(0), engine: string(1) } as const

export const CONVOLUTION_COMMON = {
  padX: int(0),
  padY: int(1),
  kernelX: int(2, 1),
  kernelY: int(3, 1),
  strideX: int(4, 1),
  strideY: int(5, 1),
  dilateX: int(6, 1),
  dilateY: int(7, 1),
  padMode: byteEnum(8, PAD_MODE_NAMES),
  group: int(9, 1),
  outputCount: int(10),
  inputCount: int(11),
  relu: bool(12),
  relu6: bool(13),
  pads: ints(14),
  outPads: ints(15),
} as const

export const CONVOLUTION = {
  common: table(0),
  weight: range(1, 4),
  bias: range(2, 4),
  quanParameter: table(3),
  symmetricQuan: table(4),
  external: longs(6),
} as const

export const QUANTISATION = {
  buffer: range(0, 1),
  alpha: range(1, 4),
  type: int(2),
  quantScale: float(4),
  aMin: int(8),
  readType: int(9),
  hasScaleInt: bool(10),
  shapeInt32: bool(11),
  weightSize: int(12),
  index: range(13, 4),
  alphaFp16: range(14, 2),
} as const

/** Of a fully quantised op; newer files have its weights as QUANTISATION. `scale`: of each output channel. `nbits`: 0 for 8. */
export const QUANTISED_FLOAT = {
  weight: range(0, 1),
  bias: range(1, 4),
  scale: range(2, 4),
  tensorScale: range(3, 4),
  nbits: int(5),
  winogradAttr: ints(10),
} as const

export const RNN = {
  numUnits: int(0),
  isBidirectionalRNN: bool(1),
  linearBeforeReset: bool(2),
  keepAllOutputs: bool(3),
} as const

export const TENSOR_DESCRIBE = { index: int(1), quantInfo: table(4) } as const
export const TENSOR_QUANT_INFO = { type: intEnum(4, DATA_TYPE_NAMES) } as const

export const MAT_MUL = { transposeA: bool(1), transposeB: bool(2), weight: range(3, 4), bias: range(4, 4) } as const
export const BATCH_MAT_MUL = { adjX: bool(0), adjY: bool(1) } as const

export const POOL = {
  padX: int(0),
  padY: int(1),
  isGlobal: bool(2),
  kernelX: int(3),
  kernelY: int(4),
  strideX: int(5),
  strideY: int(6),
  type: byteEnum(7, POOL_NAMES),
  padType: byteEnum(8, PAD_MODE_NAMES),
  ceilModel: bool(10, true),
  pads: ints(11),
  countType: byteEnum(12, COUNT_NAMES),
} as const

export const POOL_3D = {
  strides: ints(0),
  kernels: ints(1),
  pads: ints(2),
  type: byteEnum(3, POOL_NAMES),
  padType: byteEnum(4, PAD_MODE_NAMES),
  isGlobal: bool(5),
} as const

export const SCALE = { channels: int(0), scaleData: range(1, 4), biasData: range(2, 4), external: longs(3) } as const

export const BATCH_NORM = {
  channels: int(0),
  slopeData: range(1, 4),
  meanData: range(2, 4),
  varData: range(3, 4),
  biasData: range(4, 4),
  epsilon: float(7, 0.001),
} as const

export const LAYER_NORM = {
  axis: ints(0),
  epsilon: float(1),
  gamma: range(2, 4),
  beta: range(3, 4),
  group: int(4, 1),
  external: longs(5),
  useRMSNorm: bool(6),
} as const

export const LRN = {
  regionType: int(0),
  localSize: int(1),
  alpha: float(2),
  beta: float(3),
  bias: float(4, 1),
} as const
export const RELU = { slope: float(0) } as const
export const RELU6 = { minValue: float(0), maxValue: float(1, 6) } as const
export const PRELU = { slopeCount: int(0), slope: range(1, 4) } as const
export const ELU = { alpha: float(0) } as const
export const ELTWISE = { type: byteEnum(0, ELTWISE_NAMES), coeff: floats(1) } as const
export const BINARY = { opType: intEnum(0, BINARY_NAMES), activationType: int(2) } as const
export const UNARY = { opType: intEnum(0, UNARY_NAMES) } as const
export const REDUCTION = { operation: byteEnum(0, REDUCTION_NAMES), dim: ints(1), keepDims: bool(3) } as const
export const CAST = { srcT: intEnum(0, DATA_TYPE_NAMES), dstT: intEnum(1, DATA_TYPE_NAMES) } as const
export const ARG_MAX = { outMaxVal: int(0), topK: int(1), axis: int(2), softmaxThreshold: int(3) } as const
export const AXIS = { axis: int(0) } as const
export const RESHAPE = { dims: ints(0), dimType: byteEnum(1, LAYOUT_NAMES) } as const
export const PERMUTE = { dims: ints(0) } as const
export const FLATTEN = { axis: int(0), endAxis: int(1) } as const
export const SLICE = { axis: int(0), slicePoints: ints(1), sourceType: byteEnum(2, SOURCE_NAMES) } as const

export const STRIDED_SLICE = {
  beginMask: int(2),
  endMask: int(3),
  ellipsisMask: int(4),
  newAxisMask: int(5),
  shrinkAxisMask: int(6),
  fromType: int(7),
} as const

export const SQUEEZE = { squeezeDims: ints(0) } as const
export const EXPAND_DIMS = { axis: int(2) } as const
export const PACK = { axis: int(1) } as const
export const GATHER = { axis: int(3) } as const
export const PAD = { mode: byteEnum(0, PAD_VALUE_NAMES) } as const
export const DEPTH_SPACE = { blockSize: int(0), mode: byteEnum(1, DEPTH_SPACE_NAMES) } as const
export const CONVERT = { source: byteEnum(0, LAYOUT_NAMES), dest: byteEnum(1, LAYOUT_NAMES) } as const

export const INTERP = {
  widthScale: float(0),
  heightScale: float(1),
  outputWidth: int(2),
  outputHeight: int(3),
  resizeType: intEnum(4, RESIZE_NAMES),
  alignCorners: bool(5),
  halfPixelCenters: bool(6),
  cubicCoeffA: float(9, -0.75),
  ctm: byteEnum(10, COORDINATE_NAMES),
  depthScale: float(11),
  outputDepth: int(12),
} as const

export const CONVOLUTION_3D_COMMON = {
  dilates: ints(0),
  strides: ints(1),
  kernels: ints(2),
  pads: ints(3),
  padMode: byteEnum(4, PAD_MODE_NAMES),
  inputCount: int(5),
  outputCount: int(6),
  relu: bool(7),
  relu6: bool(8),
  group: int(9, 1),
  outPads: ints(10),
} as const

export const CONVOLUTION_3D = { common: table(0), weight: range(1, 4), bias: range(2, 4), external: longs(3) } as const

export const INNER_PRODUCT = {
  outputCount: int(0),
  weightSize: int(2),
  weight: range(3, 4),
  bias: range(4, 4),
  quanParameter: table(7),
} as const

export const SELU = { scale: float(0), alpha: float(1) } as const
export const MOMENTS = { dim: ints(0), keepDims: bool(1, true) } as const
export const ONE_HOT = { axis: int(1, -1) } as const
export const TOP_K = { largest: bool(2, true) } as const
export const CUM_SUM = { exclusive: bool(0), reverse: bool(1) } as const
export const REVERSE_SEQUENCE = { batchDim: int(0), seqDim: int(1) } as const
export const GRID_SAMPLE = {
  mode: byteEnum(0, ['BILINEAR', 'NEAREST']),
  paddingMode: byteEnum(1, ['ZEROS', 'CLAMP', 'REFLECTION', 'CUBE']),
  alignCorners: bool(2),
  backward: bool(3),
} as const

export const DETECTION_POST_PROCESS = { maxDetections: int(0), numClasses: int(5) } as const
