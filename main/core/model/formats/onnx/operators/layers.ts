// SPDX-License-Identifier: Apache-2.0
import type { PadRule } from '#core/model/operations/index'
import { type OnnxNode, type Translate, unsupported } from '../context'
import { Parts } from '../parts'
import { normalisedBy, translateBatchNormTraining } from './normalisation'

/** Convolution, pooling and normalisation. */

export const translateConv: Translate = (node) => {
  const kernel = kernelOf(node)
  const group = node.attributes.int('group', 1)
  return { kind: 'Conv', ...windowOf(node, kernel), group, activation: 'none' }
}

export const translateConvTranspose: Translate = (node) => {
  const kernel = kernelOf(node)
  const { attributes } = node
  const outputShape = attributes.ints('output_shape')
  return {
    kind: 'ConvTranspose',
    ...windowOf(node, kernel),
    outputPadding: attributes.ints('output_padding') ?? kernel.map(() => 0),
    // Older files list batch and channels too.
    ...(outputShape === undefined
      ? {}
      : { outputShape: kernel.length === 0 ? outputShape : outputShape.slice(-kernel.length) }),
    group: attributes.int('group', 1),
    activation: 'none',
  }
}

/** Nothing where it follows from weights that the model computes. */
function kernelOf(node: OnnxNode): readonly number[] {
  const stated = node.attributes.ints('kernel_shape')
  if (stated !== undefined && stated.length > 0) return stated
  const weight = node.inputs[1] ?? -1
  return (weight < 0 ? undefined : node.builder.tensor(weight).constant?.dims.slice(2)) ?? []
}

function windowOf(node: OnnxNode, kernel: readonly number[]) {
  const [strides, dilations] = [perAxis(node, 'strides', kernel.length), perAxis(node, 'dilations', kernel.length)]
  return { kernel, strides, dilations, pads: padRule(node, kernel.length) }
}

function perAxis(node: OnnxNode, name: string, axes: number): readonly number[] {
  const values = node.attributes.ints(name)
  return values !== undefined && values.length > 0 ? values : new Array<number>(axes).fill(1)
}

function padRule(node: OnnxNode, axes: number): PadRule {
  switch (node.attributes.string('auto_pad', 'NOTSET')) {
    case 'SAME_UPPER':
      return { kind: 'same', odd: 'upper' }
    case 'SAME_LOWER':
      return { kind: 'same', odd: 'lower' }
    case 'VALID':
      return { kind: 'valid' }
    default: {
      const pads = node.attributes.ints('pads')
      return {
        kind: 'explicit',
        pads: pads !== undefined && pads.length > 0 ? pads : new Array<number>(2 * axes).fill(0),
      }
    }
  }
}

export const translatePool =
  (mode: 'max' | 'average'): Translate =>
  (node) => {
    const kernel = node.attributes.requiredInts('kernel_shape')
    return {
      kind: 'Pool',
      mode,
      ...windowOf(node, kernel),
      ceil: node.attributes.flag('ceil_mode'),
      countPadding: node.attributes.flag('count_include_pad'),
      columnMajor: node.attributes.flag('storage_order'),
    }
  }

export const translateBatchNorm: Translate = (node) => {
  const { attributes, outputs, opset } = node
  const training = attributes.flag('training_mode')
  if (training && opset >= 14 && outputs.length <= 3) return translateBatchNormTraining(node)
  if (outputs.length > 1 || training) return unsupported({ id: 'unsupported.training' })
  if (opset < 9 && !attributes.flag('spatial', true)) return unsupported({ id: 'unsupported.everyPosition' })
  const operation = { kind: 'BatchNorm', epsilon: attributes.float('epsilon', 1e-5) } as const
  const [x = -1, ...factors] = node.inputs
  if (factors.some((tensor) => node.builder.isInput(tensor))) return normalisedBy(node, operation.epsilon)
  if (node.builder.statedDims(x)?.length !== 1) return operation
  // A list is one channel.
  const parts = new Parts(node)
  const normal = parts.add(operation, [parts.reshape(x, [-1, 1]), ...factors])
  return { operation: { kind: 'Reshape', shape: [-1], allowZero: false }, inputs: [normal] }
}

export const translateLayerNorm =
  (centred: boolean): Translate =>
  ({ attributes }) => ({
    kind: 'LayerNorm',
    axis: attributes.int('axis', -1),
    epsilon: attributes.float('epsilon', 1e-5),
    ...(!centred && { centred }),
  })

export const translateInstanceNorm: Translate = ({ attributes }) => ({
  kind: 'InstanceNorm',
  epsilon: attributes.float('epsilon', 1e-5),
})

export const translateLrn: Translate = ({ attributes }) => ({
  kind: 'LRN',
  size: attributes.int('size', 1),
  alpha: attributes.float('alpha', 1e-4),
  beta: attributes.float('beta', 0.75),
  bias: attributes.float('bias', 1),
})

/** Before opset 13 the tensor is seen as a matrix, split at `axis`. */
export const translateSoftmax =
  (log: boolean): Translate =>
  ({ attributes, opset }) => ({
    kind: 'Softmax',
    axis: attributes.int('axis', opset < 13 ? 1 : -1),
    coerced: opset < 13,
    log,
  })

export const translateGemm: Translate = ({ attributes }) => ({
  kind: 'Gemm',
  alpha: attributes.float('alpha', 1),
  beta: attributes.float('beta', 1),
  transposeA: attributes.flag('transA'),
  transposeB: attributes.flag('transB'),
})
