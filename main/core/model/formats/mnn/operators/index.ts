// SPDX-License-Identifier: Apache-2.0
import type { UnsupportedCause } from '#messages/en/unsupported'
import { table } from '../../../words'
import { readRecord } from '../../flatbuffers/record'
import type { MnnOp } from '../context'
import { simple, type Translate, type Translated, unsupported, type WRITTEN } from '../context'
import { DETECTION_POST_PROCESS, EXTRA } from '../schema'
import { translateConvolution, translateDeconvolution, translateIntegerConvolution } from './convolution'
import * as elementwise from './elementwise'
import * as indexing from './indexing'
import { translateIntegerEltwise, translateIntegerPool, translateQuantise } from './integers'
import * as layers from './layers'
import * as resize from './resize'
import * as sequences from './sequences'
import * as shape from './shape'
import * as volumes from './volumes'

/** A custom op of a TFLite model becomes a DetectionPostProcess without classes. */
const translateDetection: Translate = (op) => {
  const { maxDetections, numClasses } = readRecord(op.main, DETECTION_POST_PROCESS)
  const replaced = maxDetections === 0 && numClasses === 0
  return { operation: unsupported({ id: replaced ? 'unsupported.replacedByDetection' : 'unsupported.detection' }) }
}

const translateExtra: Translate = (op) => {
  const { type, engine } = readRecord(op.main, EXTRA)
  return { operation: unsupported({ id: 'unsupported.foreign', type: type ?? '?', engine: engine ?? '?' }) }
}

const identity = simple({ kind: 'Identity' })
const unary = (fn: 'abs' | 'exp' | 'log' | 'sigmoid' | 'tanh' | 'softplus') => simple({ kind: 'Unary', function: fn })

const OPERATORS = table<Translate>({
  Convolution: translateConvolution,
  ConvolutionDepthwise: translateConvolution,
  Deconvolution: translateDeconvolution,
  DeconvolutionDepthwise: translateDeconvolution,
  Pooling: layers.translatePool,
  Pooling3D: volumes.translatePool3D,
  Convolution3D: volumes.translateConvolution3D,
  ConvTranspose3D: volumes.translateConvolution3D,
  Scale: layers.translateScale,
  BatchNorm: layers.translateBatchNorm,
  LayerNorm: layers.translateLayerNorm,
  LRN: layers.translateLrn,
  InstanceNorm: layers.translateInstanceNorm,
  Moments: layers.translateMoments,
  InnerProduct: layers.translateInnerProduct,
  ReLU: layers.translateRelu,
  ReLU6: layers.translateRelu6,
  ELU: layers.translateElu,
  Selu: layers.translateSelu,
  PReLU: layers.translatePrelu,
  AbsVal: unary('abs'),
  Exp: unary('exp'),
  Log: unary('log'),
  Sigmoid: unary('sigmoid'),
  TanH: unary('tanh'),
  Bnll: unary('softplus'),
  Dropout: identity,
  Identity: identity,
  Copy: identity,
  BinaryOp: elementwise.translateBinary,
  UnaryOp: elementwise.translateUnary,
  Eltwise: elementwise.translateEltwise,
  Reduction: elementwise.translateReduction,
  ArgMax: elementwise.translateArg('max'),
  ArgMin: elementwise.translateArg('min'),
  Softmax: elementwise.translateSoftmax,
  Cast: elementwise.translateCast,
  CastLike: simple({ kind: 'Cast' }),
  ZerosLike: elementwise.translateZerosLike,
  MatMul: elementwise.translateMatMul,
  BatchMatMul: elementwise.translateBatchMatMul,
  ConvertTensor: shape.translateConvert,
  Reshape: shape.translateReshape,
  Flatten: shape.translateFlatten,
  Permute: shape.translatePermute,
  Transpose: shape.translateTranspose,
  Concat: shape.translateConcat,
  Pack: shape.translatePack,
  Unpack: shape.translateUnpack,
  Squeeze: shape.translateSqueeze,
  Unsqueeze: shape.translateUnsqueeze,
  ExpandDims: shape.translateExpandDims,
  Slice: shape.translateSlice,
  SliceTf: shape.translateSliceTf,
  StridedSlice: shape.translateStridedSlice,
  GatherV2: shape.translateGatherV2,
  Gather: shape.translateGather,
  GatherElements: indexing.translateGatherElements,
  GatherND: indexing.translateGatherNd,
  ScatterElements: indexing.translateScatterElements,
  ScatterNd: indexing.translateScatterNd,
  OneHot: indexing.translateOneHot,
  TopKV2: indexing.translateTopK,
  CumSum: sequences.translateCumSum,
  Reverse: sequences.translateReverse,
  ReverseSequence: sequences.translateReverseSequence,
  LSTM: sequences.translateRecurrent('lstm'),
  RNN: sequences.translateRecurrent('rnn'),
  RNNSequenceGRU: sequences.translateGru,
  Padding: shape.translatePadding,
  Interp: resize.translateInterp,
  Interp3D: resize.translateInterp3D,
  GridSample: resize.translateGridSample,
  DepthToSpace: shape.translateDepthToSpace,
  SpaceToDepth: shape.translateDepthToSpace,
  Rank: simple({ kind: 'Rank' }),
  Size: simple({ kind: 'Size' }),
  Range: simple({ kind: 'Range' }),
  Fill: simple({ kind: 'Fill' }),
  Select: simple({ kind: 'Where' }),
  Tile: simple({ kind: 'Tile' }),
  BroadcastTo: simple({ kind: 'Expand' }),
  ConvInt8: translateIntegerConvolution,
  DepthwiseConvInt8: translateIntegerConvolution,
  FloatToInt8: translateQuantise('int8'),
  Int8ToFloat: translateQuantise('float32'),
  PoolInt8: translateIntegerPool,
  EltwiseInt8: translateIntegerEltwise,
  DetectionPostProcess: translateDetection,
  Extra: translateExtra,
})

/** Ops that compute with integers where the file says so of their output: 2.8.1: cpu/CPUBackend.cpp, _getRealOpType. */
const OF_QUANTISED_OUTPUTS = table<Translate>({
  Convolution: translateIntegerConvolution,
  ConvolutionDepthwise: translateIntegerConvolution,
  Pooling: translateIntegerPool,
})

/** `quantised`: the file says that the op's output is integers. */
export function translate(op: MnnOp, channelsLast: boolean, quantised: boolean): Translated | typeof WRITTEN {
  if (op.type === 'Shape') return shape.translateShapeOp(channelsLast)(op)
  const rule = (quantised ? OF_QUANTISED_OUTPUTS[op.type] : undefined) ?? OPERATORS[op.type]
  if (rule !== undefined) return rule(op)
  const why: UnsupportedCause = { id: 'unsupported.operation', word: 'op', name: op.type }
  return { operation: unsupported(why) }
}
