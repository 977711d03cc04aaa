// SPDX-License-Identifier: Apache-2.0
import { entriesOf, upperCase, words } from '#core/model/words'
import { table } from '../../../words'
import type { TfliteOp, Translate } from '../context'
import { translateBatchToSpace, translateSpaceToBatch } from './batch-blocks'
import { translateDetection } from './detection'
import * as elementwise from './elementwise'
import * as indexing from './indexing'
import { translateSequenceLstm } from './recurrent'
import * as reduction from './reduction'
import * as shape from './shape'
import * as windows from './windows'

const { unary, binary, plainBinary } = elementwise

/** Functions that TensorFlow Lite names alike, in capitals. */
const UNARY = words('relu hardSwish tanh abs neg floor ceil round sign square sqrt rsqrt exp log sin cos')
const ARITHMETIC = words('add sub mul div')
const BINARY = words('floorDiv pow squaredDifference equal less greater atan2')

const OPERATORS = table<Translate>({
  ...entriesOf(UNARY, upperCase, (fn) => unary(fn)),
  ...entriesOf(ARITHMETIC, upperCase, binary),
  ...entriesOf(BINARY, upperCase, plainBinary),
  BITWISE_XOR: plainBinary('bitXor'),
  RIGHT_SHIFT: plainBinary('shiftRight'),
  CONV_2D: windows.translateConv2D,
  DEPTHWISE_CONV_2D: windows.translateDepthwise,
  CONV_3D: windows.translateConv3D,
  TRANSPOSE_CONV: windows.translateTransposeConv,
  MAX_POOL_2D: windows.translatePool2D('max'),
  AVERAGE_POOL_2D: windows.translatePool2D('average'),
  RELU6: unary('clip', 0, 6),
  RELU_N1_TO_1: unary('clip', -1, 1),
  RELU_0_TO_1: unary('clip', 0, 1),
  LEAKY_RELU: elementwise.translateLeakyRelu,
  PRELU: elementwise.translatePrelu,
  ELU: unary('elu', 1),
  GELU: elementwise.translateGelu,
  LOGISTIC: unary('sigmoid'),
  LOGICAL_NOT: unary('not'),
  ADD_N: plainBinary('add'),
  FLOOR_MOD: plainBinary('mod'),
  MINIMUM: plainBinary('min'),
  MAXIMUM: plainBinary('max'),
  NOT_EQUAL: elementwise.translateNotEqual,
  LESS_EQUAL: plainBinary('lessOrEqual'),
  GREATER_EQUAL: plainBinary('greaterOrEqual'),
  LOGICAL_AND: plainBinary('and'),
  LOGICAL_OR: plainBinary('or'),
  SELECT: elementwise.translateSelect,
  SELECT_V2: elementwise.translateSelect,
  CONCATENATION: elementwise.translateConcatenation,
  SOFTMAX: elementwise.softmax(false),
  LOG_SOFTMAX: elementwise.softmax(true),
  L2_NORMALIZATION: elementwise.translateL2Normalization,
  LOCAL_RESPONSE_NORMALIZATION: elementwise.translateLocalResponseNorm,
  CAST: elementwise.translateCast,
  QUANTIZE: elementwise.translateQuantise,
  DEQUANTIZE: elementwise.translateQuantise,
  FULLY_CONNECTED: reduction.translateFullyConnected,
  UNIDIRECTIONAL_SEQUENCE_LSTM: translateSequenceLstm,
  BATCH_MATMUL: reduction.translateBatchMatMul,
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
  RESHAPE: shape.translateReshape,
  SQUEEZE: shape.translateSqueeze,
  EXPAND_DIMS: shape.listed({ kind: 'Unsqueeze' }),
  TRANSPOSE: shape.translateTranspose,
  PACK: shape.translatePack,
  UNPACK: shape.translateUnpack,
  SPLIT: shape.translateSplit,
  SPLIT_V: shape.translateSplitV,
  SLICE: shape.listed({ kind: 'Slice', sizesAsEnds: true }),
  STRIDED_SLICE: shape.translateStridedSlice,
  REVERSE_V2: shape.translateReverse,
  GATHER: shape.translateGather,
  EMBEDDING_LOOKUP: indexing.translateEmbeddingLookup,
  GATHER_ND: shape.listed({ kind: 'GatherNd', batchDims: 0 }),
  SCATTER_ND: indexing.translateScatterNd,
  ONE_HOT: indexing.translateOneHot,
  // Along the last axis.
  TOPK_V2: shape.listed({ kind: 'TopK', axis: -1, largest: true }),
  CUMSUM: indexing.translateCumSum,
  REVERSE_SEQUENCE: indexing.translateReverseSequence,
  ZEROS_LIKE: indexing.translateZerosLike,
  PAD: shape.translatePad,
  PADV2: shape.translatePad,
  MIRROR_PAD: shape.translatePad,
  SHAPE: shape.translateShape,
  RANK: shape.listed({ kind: 'Rank' }),
  RANGE: shape.listed({ kind: 'Range' }),
  FILL: shape.listed({ kind: 'Fill' }),
  TILE: shape.listed({ kind: 'Tile' }),
  BROADCAST_TO: shape.listed({ kind: 'Expand' }),
  RESIZE_BILINEAR: shape.translateResize,
  RESIZE_NEAREST_NEIGHBOR: shape.translateResize,
  DEPTH_TO_SPACE: shape.translateBlocks,
  SPACE_TO_DEPTH: shape.translateBlocks,
  SPACE_TO_BATCH_ND: translateSpaceToBatch,
  BATCH_TO_SPACE_ND: translateBatchToSpace,
})

const CUSTOM = table<Translate>({
  Convolution2DTransposeBias: windows.translateTransposeConvBias,
  TFLite_Detection_PostProcess: translateDetection,
})

/** Turns an operator into nodes; one that Convscope does not know becomes an Unsupported one. */
export function translate(op: TfliteOp, custom: boolean): void {
  const rule = custom ? CUSTOM[op.type] : OPERATORS[op.type]
  const word = custom ? 'customOperator' : 'operator'
  const unknown = { id: 'unsupported.operation', word, name: op.type } as const
  const why = rule === undefined ? unknown : rule(op)
  if (why === undefined) return
  op.finish({ kind: 'Unsupported', why }, op.allInputs())
}
