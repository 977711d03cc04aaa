// SPDX-License-Identifier: Apache-2.0
import { entriesOf, itself, words } from '#core/model/words'
import { table } from '../../../words'
import type { NcnnLayer, Translate } from '../context'
import { translateAttention } from './attention'
import { translateMemoryData, WEIGHTED } from './constant'
import { translateConvolution, translateDeconvolution } from './convolution'
import * as elementwise from './elementwise'
import * as matrix from './matrix'
import * as normalisation from './normalisation'
import { translatePooling } from './pooling'
import { translateReduction } from './reduction'
import { translateInterp } from './resize'
import * as shape from './shape'
import * as slice from './slice'

const notRun: Translate = (layer) => ({ id: 'unsupported.operation', word: 'layer', name: layer.type })
const detection: Translate = () => ({ id: 'unsupported.detection' })

/** Layers by type (20260526: src/layer/). */
const LAYERS = table<Translate>({
  Convolution: translateConvolution,
  ConvolutionDepthWise: translateConvolution,
  Deconvolution: translateDeconvolution,
  DeconvolutionDepthWise: translateDeconvolution,
  InnerProduct: matrix.translateInnerProduct,
  MatMul: matrix.translateMatMul,
  Gemm: matrix.translateGemm,
  MultiHeadAttention: translateAttention,
  Pooling: translatePooling,
  Interp: translateInterp,

  ReLU: elementwise.translateRelu,
  Clip: elementwise.translateClip,
  HardSwish: elementwise.translateHardSwish,
  HardSigmoid: elementwise.translateHardSigmoid,
  SELU: elementwise.translateSelu,
  GELU: elementwise.translateGelu,
  ELU: elementwise.unaryWith('elu', 0.1),
  CELU: elementwise.unaryWith('celu', 1),
  Sigmoid: elementwise.unary('sigmoid'),
  TanH: elementwise.unary('tanh'),
  Swish: elementwise.unary('swish'),
  Mish: elementwise.unary('mish'),
  Softplus: elementwise.unary('softplus'),
  BNLL: elementwise.unary('softplus'),
  AbsVal: elementwise.unary('abs'),
  Erf: elementwise.unary('erf'),
  UnaryOp: elementwise.translateUnary,
  BinaryOp: elementwise.translateBinary,
  Eltwise: elementwise.translateEltwise,
  Softmax: elementwise.translateSoftmax,
  Threshold: elementwise.translateThreshold,
  Power: elementwise.translatePower,
  Exp: elementwise.translateExp,
  Log: elementwise.translateLog,

  BatchNorm: normalisation.translateBatchNorm,
  Scale: normalisation.translateScale,
  Bias: normalisation.translateBias,
  PReLU: normalisation.translatePRelu,
  LRN: normalisation.translateLrn,
  Normalize: normalisation.translateNormalize,
  InstanceNorm: normalisation.translateInstanceNorm,
  GroupNorm: normalisation.translateGroupNorm,
  LayerNorm: normalisation.translateLayerNorm,
  Reduction: translateReduction,

  Split: shape.identity,
  DeepCopy: shape.identity,
  Noop: shape.translateNoop,
  Dropout: shape.translateDropout,
  Concat: shape.translateConcat,
  Flatten: shape.translateFlatten,
  Reshape: shape.translateReshape,
  Squeeze: shape.translateSqueeze,
  ExpandDims: shape.translateExpandDims,
  Permute: shape.translatePermute,
  ShuffleChannel: shape.translateShuffle,
  PixelShuffle: shape.translatePixelShuffle,
  Reorg: shape.translateReorg,
  Tile: shape.translateTile,
  Slice: slice.translateSlice,
  Crop: slice.translateCrop,
  Padding: slice.translatePadding,
  MemoryData: translateMemoryData,

  ...entriesOf(
    words('PriorBox DetectionOutput YoloDetectionOutput Yolov3DetectionOutput Proposal'),
    itself,
    () => detection,
  ),
  ...entriesOf(
    words(
      'ArgMax MVN SPP PSROIPooling ROIPooling ROIAlign StatisticsPooling Einsum Fold Unfold GridSample CumulativeSum',
    ),
    itself,
    () => notRun,
  ),
  ...entriesOf(
    words(
      'CopyTo Diag Spectrogram InverseSpectrogram Flip SDPA RotaryEmbed Cast Packing GLU Shrink Pooling1D Pooling3D',
    ),
    itself,
    () => notRun,
  ),
  ...WEIGHTED,
})

/** Whether it is known what weights such a layer has. */
export function isKnown(type: string): boolean {
  return type === 'Input' || Object.hasOwn(LAYERS, type)
}

/** Turns a layer into nodes; one that Convscope does not know becomes an Unsupported one. */
export function translate(layer: NcnnLayer): void {
  const rule = isKnown(layer.type) ? (LAYERS[layer.type] ?? notRun) : notRun
  const why = rule(layer)
  if (why !== undefined) layer.finish({ kind: 'Unsupported', why }, layer.inputs)
}
