import type { Lower, TfliteOp } from './context'
import { lowerBatchToSpace, lowerSpaceToBatch } from './lower-batch-blocks'
import * as elementwise from './lower-elementwise'
import * as indexing from './lower-indexing'
import * as reduction from './lower-reduction'
import * as shape from './lower-shape'
import * as windows from './lower-windows'

const { unary, binary, plainBinary } = elementwise

const LOWERING: Readonly<Record<string, Lower>> = {
  CONV_2D: windows.lowerConv2D,
  DEPTHWISE_CONV_2D: windows.lowerDepthwise,
  CONV_3D: windows.lowerConv3D,
  TRANSPOSE_CONV: windows.lowerTransposeConv,
  MAX_POOL_2D: windows.lowerPool2D('max'),
  AVERAGE_POOL_2D: windows.lowerPool2D('average'),
  RELU: unary('relu'),
  RELU6: unary('clip', 0, 6),
  RELU_N1_TO_1: unary('clip', -1, 1),
  RELU_0_TO_1: unary('clip', 0, 1),
  LEAKY_RELU: elementwise.lowerLeakyRelu,
  PRELU: elementwise.lowerPrelu,
  ELU: unary('elu', 1),
  GELU: elementwise.lowerGelu,
  HARD_SWISH: unary('hardSwish'),
  LOGISTIC: unary('sigmoid'),
  TANH: unary('tanh'),
  ABS: unary('abs'),
  NEG: unary('neg'),
  FLOOR: unary('floor'),
  CEIL: unary('ceil'),
  ROUND: unary('round'),
  SIGN: unary('sign'),
  SQUARE: unary('square'),
  SQRT: unary('sqrt'),
  RSQRT: unary('rsqrt'),
  EXP: unary('exp'),
  LOG: unary('log'),
  SIN: unary('sin'),
  COS: unary('cos'),
  LOGICAL_NOT: unary('not'),
  ADD: binary('add'),
  SUB: binary('sub'),
  MUL: binary('mul'),
  DIV: binary('div'),
  ADD_N: plainBinary('add'),
  FLOOR_DIV: plainBinary('floorDiv'),
  FLOOR_MOD: plainBinary('mod'),
  POW: plainBinary('pow'),
  MINIMUM: plainBinary('min'),
  MAXIMUM: plainBinary('max'),
  SQUARED_DIFFERENCE: plainBinary('squaredDifference'),
  EQUAL: plainBinary('equal'),
  NOT_EQUAL: elementwise.lowerNotEqual,
  LESS: plainBinary('less'),
  LESS_EQUAL: plainBinary('lessOrEqual'),
  GREATER: plainBinary('greater'),
  GREATER_EQUAL: plainBinary('greaterOrEqual'),
  ATAN2: plainBinary('atan2'),
  LOGICAL_AND: plainBinary('and'),
  LOGICAL_OR: plainBinary('or'),
  SELECT: elementwise.lowerSelect,
  SELECT_V2: elementwise.lowerSelect,
  CONCATENATION: elementwise.lowerConcatenation,
  SOFTMAX: elementwise.softmax(false),
  LOG_SOFTMAX: elementwise.softmax(true),
  L2_NORMALIZATION: elementwise.lowerL2Normalization,
  LOCAL_RESPONSE_NORMALIZATION: elementwise.lowerLocalResponseNorm,
  CAST: elementwise.lowerCast,
  QUANTIZE: elementwise.lowerQuantise,
  DEQUANTIZE: elementwise.lowerQuantise,
  FULLY_CONNECTED: reduction.lowerFullyConnected,
  BATCH_MATMUL: reduction.lowerBatchMatMul,
  MEAN: reduction.reduce('mean'),
  SUM: reduction.reduce('sum'),
  REDUCE_PROD: reduction.reduce('prod'),
  REDUCE_MAX: reduction.reduce('max'),
  REDUCE_MIN: reduction.reduce('min'),
  // Of booleans, which are 0 and 1.
  REDUCE_ANY: reduction.reduce('max'),
  REDUCE_ALL: reduction.reduce('min'),
  ARG_MAX: reduction.argMax('max'),
  ARG_MIN: reduction.argMax('min'),
  RESHAPE: shape.lowerReshape,
  SQUEEZE: shape.lowerSqueeze,
  EXPAND_DIMS: shape.lowerExpandDims,
  TRANSPOSE: shape.lowerTranspose,
  PACK: shape.lowerPack,
  UNPACK: shape.lowerUnpack,
  SPLIT: shape.lowerSplit,
  SPLIT_V: shape.lowerSplitV,
  SLICE: shape.lowerSlice,
  STRIDED_SLICE: shape.lowerStridedSlice,
  REVERSE_V2: shape.lowerReverse,
  GATHER: shape.lowerGather,
  GATHER_ND: indexing.lowerGatherNd,
  SCATTER_ND: indexing.lowerScatterNd,
  ONE_HOT: indexing.lowerOneHot,
  TOPK_V2: indexing.lowerTopK,
  CUMSUM: indexing.lowerCumSum,
  REVERSE_SEQUENCE: indexing.lowerReverseSequence,
  ZEROS_LIKE: indexing.lowerZerosLike,
  PAD: shape.lowerPad,
  PADV2: shape.lowerPad,
  MIRROR_PAD: shape.lowerPad,
  SHAPE: shape.lowerShape,
  RANK: shape.listed({ kind: 'Rank' }),
  RANGE: shape.listed({ kind: 'Range' }),
  FILL: shape.listed({ kind: 'Fill' }),
  TILE: shape.listed({ kind: 'Tile' }),
  BROADCAST_TO: shape.listed({ kind: 'Expand' }),
  RESIZE_BILINEAR: shape.lowerResize,
  RESIZE_NEAREST_NEIGHBOR: shape.lowerResize,
  DEPTH_TO_SPACE: shape.lowerBlocks,
  SPACE_TO_DEPTH: shape.lowerBlocks,
  SPACE_TO_BATCH_ND: lowerSpaceToBatch,
  BATCH_TO_SPACE_ND: lowerBatchToSpace,
}

const CUSTOM: Readonly<Record<string, Lower>> = {
  Convolution2DTransposeBias: windows.lowerTransposeConvBias,
}

/** Turns an operator into nodes; one that Convscope does not know becomes an Unsupported one. */
export function lower(op: TfliteOp, custom: boolean): void {
  const rule = custom ? CUSTOM[op.type] : LOWERING[op.type]
  const word = custom ? 'customOperator' : 'operator'
  const unknown = { id: 'unsupported.operation', word, name: op.type } as const
  const why = rule === undefined ? unknown : rule(op)
  if (why === undefined) return
  op.finish(
    { kind: 'Unsupported', why },
    op.inputs.map((_, position) => op.input(position)),
  )
}
