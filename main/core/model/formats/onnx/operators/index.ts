// SPDX-License-Identifier: Apache-2.0
import { capitalised, entriesOf, words } from '#core/model/words'
import { table } from '../../../words'
import { type OnnxNode, type Translate, type Translated, unsupported, WRITTEN } from '../context'
import * as attention from './attention'
import * as bits from './bits'
import * as composed from './composed'
import * as elementwise from './elementwise'
import * as indexing from './indexing'
import * as layers from './layers'
import * as losses from './losses'
import { MICROSOFT } from './microsoft/index'
import * as normalisation from './normalisation'
import * as quantised from './quantised'
import * as random from './random'
import { translateRecurrent } from './recurrent'
import * as resize from './resize'
import * as shape from './shape'
import * as signals from './signals'

const { unary, unaryWith, binary, reduce } = elementwise

/** Since which opset a reduction has its axes as input. */
const SUM_AXES_INPUT = 13
const AXES_INPUT = 18

/** Kinds of operations that have neither attributes nor versions. */
const PLAIN = words('PRelu Where Expand Size Range Identity NonZero')
/** Functions that ONNX names alike, with a capital. */
const UNARY = [
  ...words('relu sigmoid hardSwish mish softsign tanh softplus erf not'),
  ...words('abs neg floor ceil round sign sqrt exp log reciprocal'),
  ...words('sin cos tan asin acos atan sinh cosh asinh acosh atanh'),
]
const BINARY = words('add sub mul div pow min max equal less lessOrEqual greater greaterOrEqual and or xor')
const REDUCTIONS = words('mean max min prod sumSquare l1 l2 logSum logSumExp')

const OPERATORS = table<Translate>({
  ...entriesOf<(typeof PLAIN)[number], Translate>(PLAIN, String, (kind) => () => ({ kind })),
  ...entriesOf(UNARY, capitalised, unary),
  ...entriesOf(BINARY, capitalised, binary),
  ...entriesOf(
    REDUCTIONS,
    (fn) => `Reduce${capitalised(fn)}`,
    (fn) => reduce(fn, AXES_INPUT),
  ),
  Conv: layers.translateConv,
  ConvTranspose: layers.translateConvTranspose,
  MaxPool: layers.translatePool('max'),
  AveragePool: layers.translatePool('average'),
  GlobalMaxPool: () => ({ kind: 'GlobalPool', mode: 'max' }),
  GlobalAveragePool: () => ({ kind: 'GlobalPool', mode: 'average' }),
  BatchNormalization: layers.translateBatchNorm,
  LayerNormalization: layers.translateLayerNorm(true),
  RMSNormalization: layers.translateLayerNorm(false),
  SimplifiedLayerNormalization: layers.translateLayerNorm(false),
  Attention: attention.translateAttention,
  RotaryEmbedding: attention.translateRotaryEmbedding,
  InstanceNormalization: layers.translateInstanceNorm,
  LRN: layers.translateLrn,
  Softmax: layers.translateSoftmax(false),
  LogSoftmax: layers.translateSoftmax(true),
  MatMul: () => ({ kind: 'MatMul', transposeA: false, transposeB: false }),
  Gemm: layers.translateGemm,
  LeakyRelu: unaryWith('leakyRelu', 0.01),
  Elu: unaryWith('elu', 1),
  HardSigmoid: unaryWith('hardSigmoid', 0.2, 0.5),
  Selu: elementwise.translateSelu,
  Celu: unaryWith('celu', 1),
  ThresholdedRelu: unaryWith('thresholdedRelu', 1),
  Shrink: elementwise.translateShrink,
  Gelu: elementwise.translateGelu,
  Clip: elementwise.translateClip,
  Mod: elementwise.translateMod,
  Sum: binary('add'),
  Mean: elementwise.translateMean,
  ReduceSum: reduce('sum', SUM_AXES_INPUT),
  ArgMax: elementwise.translateArg('max'),
  ArgMin: elementwise.translateArg('min'),
  Cast: elementwise.translateCast,
  Concat: shape.translateConcat,
  Split: shape.translateSplit,
  Slice: shape.translateSlice,
  Reshape: shape.translateReshape,
  Flatten: shape.translateFlatten,
  Squeeze: shape.axesOperation('Squeeze'),
  Unsqueeze: shape.axesOperation('Unsqueeze'),
  Transpose: shape.translateTranspose,
  Tile: shape.translateTile,
  Pad: shape.translatePad,
  Gather: shape.translateGather,
  Shape: shape.translateShapeOp,
  ConstantOfShape: shape.translateConstantOfShape,
  Upsample: resize.translateUpsample,
  Resize: resize.translateResize,
  DepthToSpace: shape.translateDepthToSpace,
  SpaceToDepth: shape.translateSpaceToDepth,
  Dropout: random.translateDropout,
  RandomUniform: random.translateUniform,
  RandomUniformLike: random.translateUniform,
  RandomNormal: random.translateNormal,
  RandomNormalLike: random.translateNormal,
  Bernoulli: random.translateBernoulli,
  Multinomial: random.translateMultinomial,
  BitwiseAnd: bits.bitwise('bitAnd'),
  BitwiseOr: bits.bitwise('bitOr'),
  BitwiseXor: bits.bitwise('bitXor'),
  BitwiseNot: bits.translateBitwiseNot,
  BitShift: bits.translateBitShift,
  DFT: signals.translateDft,
  STFT: signals.translateStft,
  HannWindow: signals.window([0.5, -0.5]),
  HammingWindow: signals.window([25 / 46, -21 / 46]),
  BlackmanWindow: signals.window([0.42, -0.5, 0.08]),
  EyeLike: composed.translateEyeLike,
  Compress: composed.translateCompress,
  LpPool: composed.translateLpPool,
  GlobalLpPool: composed.translateGlobalLpPool,
  Col2Im: composed.translateCol2Im,
  MaxUnpool: composed.translateMaxUnpool,
  ImageScaler: composed.translateImageScaler,
  Swish: elementwise.scaledSwish(1),
  CastLike: () => ({ kind: 'Cast' }),
  IsNaN: unary('isNan'),
  IsInf: elementwise.translateIsInf,
  MeanVarianceNormalization: normalisation.translateMeanVariance,
  LpNormalization: normalisation.translateLpNormalization,
  GroupNormalization: normalisation.translateGroupNorm,
  NegativeLogLikelihoodLoss: losses.translateNegativeLogLikelihood,
  SoftmaxCrossEntropyLoss: losses.translateSoftmaxCrossEntropy,
  GatherElements: ({ attributes }) => ({ kind: 'GatherElements', axis: attributes.int('axis', 0) }),
  GatherND: ({ attributes }) => ({ kind: 'GatherNd', batchDims: attributes.int('batch_dims', 0) }),
  Scatter: indexing.translateScatterElements,
  ScatterElements: indexing.translateScatterElements,
  ScatterND: indexing.translateScatterNd,
  OneHot: ({ attributes }) => ({ kind: 'OneHot', axis: attributes.int('axis', -1) }),
  NonMaxSuppression: ({ attributes }) => ({
    kind: 'NonMaxSuppression',
    centred: attributes.flag('center_point_box'),
  }),
  Unique: ({ attributes }) => ({
    kind: 'Unique',
    ...(attributes.has('axis') && { axis: attributes.int('axis', 0) }),
    sorted: attributes.flag('sorted', true),
  }),
  Hardmax: indexing.translateHardmax,
  TopK: indexing.translateTopK,
  Trilu: ({ attributes }) => ({ kind: 'Trilu', upper: attributes.flag('upper', true) }),
  CumSum: ({ attributes }) => ({
    kind: 'CumSum',
    exclusive: attributes.flag('exclusive'),
    reverse: attributes.flag('reverse'),
  }),
  ReverseSequence: ({ attributes }) => ({
    kind: 'ReverseSequence',
    batchAxis: attributes.int('batch_axis', 1),
    timeAxis: attributes.int('time_axis', 0),
  }),
  Einsum: ({ attributes }) => ({ kind: 'Einsum', equation: attributes.string('equation', '') }),
  GridSample: resize.translateGridSample,
  RoiAlign: resize.translateRoiAlign,
  RNN: translateRecurrent('rnn'),
  GRU: translateRecurrent('gru'),
  LSTM: translateRecurrent('lstm'),
  QuantizeLinear: quantised.translateQuantise,
  DequantizeLinear: quantised.translateDequantise,
  DynamicQuantizeLinear: quantised.translateDynamicQuantise,
  MatMulInteger: quantised.translateMatMulInteger,
  ConvInteger: quantised.translateConvInteger,
  QLinearMatMul: quantised.translateQuantisedMatMul,
  QLinearConv: quantised.translateQuantisedConv,
})

/** By domain. */
const SETS: ReadonlyMap<string, Readonly<Record<string, Translate | undefined>>> = new Map([
  ['', OPERATORS],
  ['com.microsoft', MICROSOFT],
])

/** A node of the operator set of that domain, '' for ONNX's own. */
export function translate(node: OnnxNode, domain: string): Translated | typeof WRITTEN {
  const set = SETS.get(domain)
  const result =
    set === undefined
      ? unsupported({ id: 'unsupported.operatorSet', domain })
      : (set[node.opType]?.(node) ?? unsupported({ id: 'unsupported.operation', word: 'operation', name: node.opType }))
  if (result === WRITTEN) return result
  return 'operation' in result ? result : { operation: result }
}

/** Operations whose further outputs may be declared without being used. */
export const FIRST_OUTPUT_MATTERS: ReadonlySet<string> = new Set([
  'Dropout',
  'BatchNormalization',
  'LayerNormalization',
  'MaxPool',
])
