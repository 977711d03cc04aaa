// SPDX-License-Identifier: Apache-2.0
import { table } from '../../../../words'
import type { Translate } from '../../context'
import { scaledSwish, unary } from '../elementwise'
import { translateDequantise, translateQuantise } from '../quantised'
import * as activations from './activations'
import * as attention from './attention'
import * as matrix from './matrix'
import * as normalisation from './normalisation'
import * as quantised from './quantised'

/** The operator set 'com.microsoft' of ONNX Runtime. */
export const MICROSOFT = table<Translate>({
  Attention: attention.translateAttention,
  MultiHeadAttention: attention.translateMultiHeadAttention,
  GroupQueryAttention: attention.translateGroupQueryAttention,
  RotaryEmbedding: attention.translateRotaryEmbedding,
  SkipLayerNormalization: normalisation.skipNorm(true),
  SkipSimplifiedLayerNormalization: normalisation.skipNorm(false),
  GroupNorm: normalisation.translateGroupNorm,
  SkipGroupNorm: normalisation.translateGroupNorm,
  EmbedLayerNormalization: normalisation.translateEmbedNorm,
  Gelu: unary('gelu'),
  BiasGelu: activations.biased('gelu'),
  FastGelu: activations.biased('geluTanh'),
  QuickGelu: scaledSwish(1.702),
  BiasSplitGelu: activations.translateBiasSplitGelu,
  BiasAdd: activations.translateBiasAdd,
  BiasSoftmax: activations.translateBiasSoftmax,
  BiasDropout: activations.translateBiasDropout,
  GemmFastGelu: activations.translateGemmFastGelu,
  FusedMatMul: matrix.translateFusedMatMul,
  TransposeMatMul: matrix.translateFusedMatMul,
  FusedGemm: matrix.translateFusedGemm,
  MatMulNBits: matrix.translateMatMulNBits,
  FusedConv: matrix.translateFusedConv,
  QuantizeLinear: translateQuantise,
  DequantizeLinear: translateDequantise,
  QAttention: attention.translateQuantisedAttention,
  QLinearAdd: quantised.quantisedBinary('add'),
  QLinearMul: quantised.quantisedBinary('mul'),
  QLinearSigmoid: quantised.quantised(() => ({ kind: 'Unary', function: 'sigmoid' })),
  QLinearLeakyRelu: quantised.quantised(({ attributes }) => ({
    kind: 'Unary',
    function: 'leakyRelu',
    alpha: attributes.float('alpha', 0.01),
  })),
  QLinearSoftmax: quantised.quantised(quantised.softmaxOf),
  QLinearReduceMean: quantised.quantised(quantised.meanOf),
  QLinearAveragePool: quantised.quantisedPool(false),
  QLinearGlobalAveragePool: quantised.quantisedPool(true),
  QLinearConcat: quantised.translateConcat,
  QLinearWhere: quantised.translateWhere,
  QGemm: quantised.translateGemm,
  DynamicQuantizeMatMul: quantised.translateDynamicMatMul,
  MatMulIntegerToFloat: quantised.translateMatMulToFloat,
})
