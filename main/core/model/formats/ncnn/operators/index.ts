// SPDX-License-Identifier: Apache-2.0
import type { NcnnLayer, Translate } from '../context'
import { translateConvolution, translateDeconvolution } from './convolution'
import * as elementwise from './elementwise'
import { translateInnerProduct } from './matrix'
import { translatePooling } from './pooling'
import * as shape from './shape'

/** Layers by type. */
const LAYERS: Readonly<Record<string, Translate>> = {
  Convolution: translateConvolution,
  ConvolutionDepthWise: translateConvolution,
  Deconvolution: translateDeconvolution,
  DeconvolutionDepthWise: translateDeconvolution,
  InnerProduct: translateInnerProduct,
  Pooling: translatePooling,
  ReLU: elementwise.translateRelu,
  Clip: elementwise.translateClip,
  Sigmoid: elementwise.unary('sigmoid'),
  TanH: elementwise.unary('tanh'),
  Swish: elementwise.unary('swish'),
  Mish: elementwise.unary('mish'),
  HardSwish: elementwise.translateHardSwish,
  HardSigmoid: elementwise.translateHardSigmoid,
  BinaryOp: elementwise.translateBinary,
  Eltwise: elementwise.translateEltwise,
  Softmax: elementwise.translateSoftmax,
  Split: shape.identity,
  Dropout: shape.translateDropout,
  Concat: shape.translateConcat,
  Flatten: shape.translateFlatten,
}

export function isKnown(type: string): boolean {
  return type === 'Input' || type in LAYERS
}

/** Turns a layer into nodes; one that Convscope does not know becomes an Unsupported one. */
export function translate(layer: NcnnLayer): void {
  const rule = Object.hasOwn(LAYERS, layer.type) ? LAYERS[layer.type] : undefined
  const unknown = { id: 'unsupported.operation', word: 'layer', name: layer.type } as const
  const why = rule === undefined ? unknown : rule(layer)
  if (why !== undefined) layer.finish({ kind: 'Unsupported', why }, layer.inputs)
}
