// SPDX-License-Identifier: Apache-2.0
import { capitalised, entriesOf, words } from '#core/model/words'
import { table } from '../../../words'
import { type OnnxNode, type Translate, type Translated, unsupported, WRITTEN } from '../context'
import * as elementwise from './elementwise'
import * as indexing from './indexing'
import * as layers from './layers'
import * as losses from './losses'
import * as normalisation from './normalisation'
import * as quantised from './quantised'
import { translateRecurrent } from './recurrent'
import * as resize from './resize'
import * as shape from './shape'

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
  LayerNormalization: layers.translateLayerNorm,
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
  Dropout: elementwise.translateDropout,
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

export function translate(node: OnnxNode): Translated | typeof WRITTEN {
  const rule = OPERATORS[node.opType]
  const result = rule?.(node) ?? unsupported({ id: 'unsupported.operation', word: 'operation', name: node.opType })
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
