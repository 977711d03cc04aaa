import type { Lower, Lowered, OnnxNode } from './context'
import { unsupported } from './context'
import * as elementwise from './lower-elementwise'
import * as layers from './lower-layers'
import * as shape from './lower-shape'

const { unary, unaryWith, binary, reduce } = elementwise

/** Since which opset a reduction has its axes as input. */
const SUM_AXES_INPUT = 13
const AXES_INPUT = 18

const LOWERING: Readonly<Record<string, Lower>> = {
  Conv: layers.lowerConv,
  ConvTranspose: layers.lowerConvTranspose,
  MaxPool: layers.lowerPool('max'),
  AveragePool: layers.lowerPool('average'),
  GlobalMaxPool: () => ({ kind: 'GlobalPool', mode: 'max' }),
  GlobalAveragePool: () => ({ kind: 'GlobalPool', mode: 'average' }),
  BatchNormalization: layers.lowerBatchNorm,
  LayerNormalization: layers.lowerLayerNorm,
  LRN: layers.lowerLrn,
  Softmax: layers.lowerSoftmax(false),
  LogSoftmax: layers.lowerSoftmax(true),
  MatMul: () => ({ kind: 'MatMul', transposeA: false, transposeB: false }),
  Gemm: layers.lowerGemm,
  Relu: unary('relu'),
  LeakyRelu: unaryWith('leakyRelu', 0.01),
  Elu: unaryWith('elu', 1),
  Sigmoid: unary('sigmoid'),
  HardSigmoid: unaryWith('hardSigmoid', 0.2, 0.5),
  HardSwish: unary('hardSwish'),
  Tanh: unary('tanh'),
  Softplus: unary('softplus'),
  Gelu: elementwise.lowerGelu,
  Clip: elementwise.lowerClip,
  PRelu: () => ({ kind: 'PRelu' }),
  Abs: unary('abs'),
  Neg: unary('neg'),
  Floor: unary('floor'),
  Ceil: unary('ceil'),
  Round: unary('round'),
  Sign: unary('sign'),
  Sqrt: unary('sqrt'),
  Exp: unary('exp'),
  Log: unary('log'),
  Reciprocal: unary('reciprocal'),
  Sin: unary('sin'),
  Cos: unary('cos'),
  Erf: unary('erf'),
  Not: unary('not'),
  Add: binary('add'),
  Sub: binary('sub'),
  Mul: binary('mul'),
  Div: binary('div'),
  Mod: binary('mod'),
  Pow: binary('pow'),
  Min: binary('min'),
  Max: binary('max'),
  Sum: binary('add'),
  Equal: binary('equal'),
  Less: binary('less'),
  LessOrEqual: binary('lessOrEqual'),
  Greater: binary('greater'),
  GreaterOrEqual: binary('greaterOrEqual'),
  And: binary('and'),
  Or: binary('or'),
  Where: () => ({ kind: 'Where' }),
  ReduceSum: reduce('sum', SUM_AXES_INPUT),
  ReduceMean: reduce('mean', AXES_INPUT),
  ReduceMax: reduce('max', AXES_INPUT),
  ReduceMin: reduce('min', AXES_INPUT),
  ReduceProd: reduce('prod', AXES_INPUT),
  ReduceSumSquare: reduce('sumSquare', AXES_INPUT),
  ReduceL1: reduce('l1', AXES_INPUT),
  ReduceL2: reduce('l2', AXES_INPUT),
  ArgMax: elementwise.lowerArgMax,
  Cast: elementwise.lowerCast,
  Concat: shape.lowerConcat,
  Split: shape.lowerSplit,
  Slice: shape.lowerSlice,
  Reshape: shape.lowerReshape,
  Flatten: shape.lowerFlatten,
  Squeeze: shape.axesOperation('Squeeze'),
  Unsqueeze: shape.axesOperation('Unsqueeze'),
  Transpose: shape.lowerTranspose,
  Expand: () => ({ kind: 'Expand' }),
  Tile: shape.lowerTile,
  Pad: shape.lowerPad,
  Gather: shape.lowerGather,
  Shape: shape.lowerShapeOp,
  Size: () => ({ kind: 'Size' }),
  Range: () => ({ kind: 'Range' }),
  ConstantOfShape: shape.lowerConstantOfShape,
  Upsample: shape.lowerUpsample,
  Resize: shape.lowerResize,
  DepthToSpace: shape.lowerDepthToSpace,
  SpaceToDepth: shape.lowerSpaceToDepth,
  Identity: () => ({ kind: 'Identity' }),
  Dropout: ({ outputCount }) =>
    outputCount > 1 ? unsupported('its second output, the mask, is used') : { kind: 'Identity' },
}

export function lower(node: OnnxNode): Lowered {
  const rule = LOWERING[node.opType]
  const result = rule?.(node) ?? unsupported(`Convscope does not know the operation ${node.opType}`)
  return 'operation' in result ? result : { operation: result }
}

/** Operations whose further outputs may be declared without being used. */
export const FIRST_OUTPUT_MATTERS: ReadonlySet<string> = new Set([
  'Dropout',
  'BatchNormalization',
  'LayerNormalization',
  'MaxPool',
])
