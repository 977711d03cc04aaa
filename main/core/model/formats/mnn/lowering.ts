import type { UnsupportedCause } from '#messages/en/unsupported'
import { readRecord } from '../flatbuffers/record'
import type { MnnOp } from './context'
import { type Lower, type Lowered, simple, unsupported, type WRITTEN } from './context'
import { lowerConvolution, lowerDeconvolution } from './lower-convolution'
import * as elementwise from './lower-elementwise'
import * as indexing from './lower-indexing'
import * as layers from './lower-layers'
import * as resize from './lower-resize'
import * as sequences from './lower-sequences'
import * as shape from './lower-shape'
import * as volumes from './lower-volumes'
import { DETECTION_POST_PROCESS, EXTRA } from './schema'

/** A custom op of a TFLite model becomes a DetectionPostProcess without classes. */
const lowerDetection: Lower = (op) => {
  const { maxDetections, numClasses } = readRecord(op.main, DETECTION_POST_PROCESS)
  const replaced = maxDetections === 0 && numClasses === 0
  return { operation: unsupported({ id: replaced ? 'unsupported.replacedByDetection' : 'unsupported.detection' }) }
}

const lowerExtra: Lower = (op) => {
  const { type, engine } = readRecord(op.main, EXTRA)
  return { operation: unsupported({ id: 'unsupported.foreign', type: type ?? '?', engine: engine ?? '?' }) }
}

const identity = simple({ kind: 'Identity' })
const unary = (fn: 'abs' | 'exp' | 'log' | 'sigmoid' | 'tanh' | 'softplus') => simple({ kind: 'Unary', function: fn })

const LOWERING: Readonly<Record<string, Lower>> = {
  Convolution: lowerConvolution,
  ConvolutionDepthwise: lowerConvolution,
  Deconvolution: lowerDeconvolution,
  DeconvolutionDepthwise: lowerDeconvolution,
  Pooling: layers.lowerPool,
  Pooling3D: volumes.lowerPool3D,
  Convolution3D: volumes.lowerConvolution3D,
  ConvTranspose3D: volumes.lowerConvolution3D,
  Scale: layers.lowerScale,
  BatchNorm: layers.lowerBatchNorm,
  LayerNorm: layers.lowerLayerNorm,
  LRN: layers.lowerLrn,
  InstanceNorm: layers.lowerInstanceNorm,
  Moments: layers.lowerMoments,
  InnerProduct: layers.lowerInnerProduct,
  ReLU: layers.lowerRelu,
  ReLU6: layers.lowerRelu6,
  ELU: layers.lowerElu,
  Selu: layers.lowerSelu,
  PReLU: layers.lowerPrelu,
  AbsVal: unary('abs'),
  Exp: unary('exp'),
  Log: unary('log'),
  Sigmoid: unary('sigmoid'),
  TanH: unary('tanh'),
  Bnll: unary('softplus'),
  Dropout: identity,
  Identity: identity,
  Copy: identity,
  BinaryOp: elementwise.lowerBinary,
  UnaryOp: elementwise.lowerUnary,
  Eltwise: elementwise.lowerEltwise,
  Reduction: elementwise.lowerReduction,
  ArgMax: elementwise.lowerArg('max'),
  ArgMin: elementwise.lowerArg('min'),
  Softmax: elementwise.lowerSoftmax,
  Cast: elementwise.lowerCast,
  CastLike: simple({ kind: 'Cast' }),
  ZerosLike: elementwise.lowerZerosLike,
  MatMul: elementwise.lowerMatMul,
  BatchMatMul: elementwise.lowerBatchMatMul,
  ConvertTensor: shape.lowerConvert,
  Reshape: shape.lowerReshape,
  Flatten: shape.lowerFlatten,
  Permute: shape.lowerPermute,
  Transpose: shape.lowerTranspose,
  Concat: shape.lowerConcat,
  Pack: shape.lowerPack,
  Unpack: shape.lowerUnpack,
  Squeeze: shape.lowerSqueeze,
  Unsqueeze: shape.lowerUnsqueeze,
  ExpandDims: shape.lowerExpandDims,
  Slice: shape.lowerSlice,
  SliceTf: shape.lowerSliceTf,
  StridedSlice: shape.lowerStridedSlice,
  GatherV2: shape.lowerGatherV2,
  Gather: shape.lowerGather,
  GatherElements: indexing.lowerGatherElements,
  GatherND: indexing.lowerGatherNd,
  ScatterElements: indexing.lowerScatterElements,
  ScatterNd: indexing.lowerScatterNd,
  OneHot: indexing.lowerOneHot,
  TopKV2: indexing.lowerTopK,
  CumSum: sequences.lowerCumSum,
  Reverse: sequences.lowerReverse,
  ReverseSequence: sequences.lowerReverseSequence,
  LSTM: sequences.lowerRecurrent('lstm'),
  RNN: sequences.lowerRecurrent('rnn'),
  Padding: shape.lowerPadding,
  Interp: resize.lowerInterp,
  Interp3D: resize.lowerInterp3D,
  GridSample: resize.lowerGridSample,
  DepthToSpace: shape.lowerDepthToSpace,
  SpaceToDepth: shape.lowerDepthToSpace,
  Rank: simple({ kind: 'Rank' }),
  Size: simple({ kind: 'Size' }),
  Range: simple({ kind: 'Range' }),
  Fill: simple({ kind: 'Fill' }),
  Select: simple({ kind: 'Where' }),
  Tile: simple({ kind: 'Tile' }),
  BroadcastTo: simple({ kind: 'Expand' }),
  DetectionPostProcess: lowerDetection,
  Extra: lowerExtra,
}

/** Ops on 8-bit integers: known, but outside what Convscope models. */
const INTEGER_OPS: ReadonlySet<string> = new Set([
  'ConvInt8',
  'DepthwiseConvInt8',
  'Int8ToFloat',
  'FloatToInt8',
  'PoolInt8',
  'EltwiseInt8',
])

export function lower(op: MnnOp, channelsLast: boolean): Lowered | typeof WRITTEN {
  if (op.type === 'Shape') return shape.lowerShapeOp(channelsLast)(op)
  const rule = LOWERING[op.type]
  if (rule !== undefined) return rule(op)
  const why: UnsupportedCause = INTEGER_OPS.has(op.type)
    ? { id: 'unsupported.eightBit' }
    : { id: 'unsupported.operation', word: 'op', name: op.type }
  return { operation: unsupported(why) }
}
