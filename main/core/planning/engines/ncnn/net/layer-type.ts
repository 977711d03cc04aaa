// SPDX-License-Identifier: Apache-2.0
import type { Model } from '#core/model/graph'
import type { UnaryFunction } from '#core/model/operations/functions'
import type { Operation } from '#core/model/operations/index'
import type { ViewedNode } from './view'

/** What pnnx writes an operation as; those that it has no layer for, or one of another name, are in none of the tables. */
const TYPES: Readonly<Partial<Record<Operation['kind'], string>>> = {
  PRelu: 'PReLU',
  Binary: 'BinaryOp',
  Gemm: 'Gemm',
  MatMul: 'MatMul',
  Recurrent: 'LSTM',
  Resize: 'Interp',
  Slice: 'Crop',
  Split: 'Slice',
  Pad: 'Padding',
  Squeeze: 'Squeeze',
  Unsqueeze: 'ExpandDims',
  Transpose: 'Permute',
  DepthToSpace: 'PixelShuffle',
  Reduce: 'Reduction',
}

const UNARY_TYPES: Readonly<Partial<Record<UnaryFunction, string>>> = {
  relu: 'ReLU',
  leakyRelu: 'ReLU',
  clip: 'Clip',
  elu: 'ELU',
  selu: 'SELU',
  celu: 'CELU',
  sigmoid: 'Sigmoid',
  hardSigmoid: 'HardSigmoid',
  hardSwish: 'HardSwish',
  swish: 'Swish',
  tanh: 'TanH',
  softplus: 'Softplus',
  mish: 'Mish',
  gelu: 'GELU',
  geluTanh: 'GELU',
  erf: 'Erf',
  shrink: 'Shrink',
}

/** The type of ncnn's layer that runs a node. */
export function layerTypeOf({ convertedFor }: Model, { node, operation }: ViewedNode): string {
  if (convertedFor === 'ncnn') return node.sourceOp
  if (operation.kind === 'Unary') return UNARY_TYPES[operation.function] ?? 'UnaryOp'
  // Pooling over one or three axes is a layer of its own, which takes no packed channels.
  if (operation.kind === 'Pool') return operation.kernel.length === 2 ? 'Pooling' : `Pooling${operation.kernel.length}D`
  return TYPES[node.operation.kind] ?? node.operation.kind
}
