// SPDX-License-Identifier: Apache-2.0
import type { UnaryFunction } from '#core/model/operations/index'
import { given, type Translate, WRITTEN } from '../../context'
import { Parts } from '../../parts'

/** Activations that ONNX Runtime's optimisations make of several operations (docs/ContribOperators.md). */

/** x, [bias] */
export const biased =
  (fn: UnaryFunction): Translate =>
  (node) => {
    const [x = -1, bias = -1] = node.inputs
    const operation = { kind: 'Unary', function: fn } as const
    return given(node, 1) ? { operation, inputs: [new Parts(node).binary('add', x, bias)] } : operation
  }

/** x, bias: the first half times the Gelu of the second. */
export const translateBiasSplitGelu: Translate = (node) => {
  const [x = -1, bias = -1] = node.inputs
  const parts = new Parts(node)
  const [first = -1, second = -1] = parts.split(parts.binary('add', x, bias), -1, 2)
  const inputs = [first, parts.unary('gelu', second)]
  return { operation: { kind: 'Binary', function: 'mul', activation: 'none' }, inputs }
}

/** x, bias, skip */
export const translateBiasAdd: Translate = () => ({ kind: 'Binary', function: 'add', activation: 'none' })

/** x, weights, [bias]: the approximate Gelu of the product. */
export const translateGemmFastGelu: Translate = (node) => {
  const product = new Parts(node).add({ kind: 'MatMul', transposeA: false, transposeB: false }, node.inputs)
  return { operation: { kind: 'Unary', function: 'geluTanh' }, inputs: [product] }
}

/** x, bias: the softmax of their sum over the dims from the axis on. */
export const translateBiasSoftmax: Translate = (node) => {
  const [x = -1, bias = -1] = node.inputs
  const sum = new Parts(node).binary('add', x, bias)
  const axis = node.attributes.int('axis', 1)
  return { operation: { kind: 'Softmax', axis, coerced: true, log: false }, inputs: [sum] }
}

/** Also the mask of what is kept: everything, where nothing is trained. */
export const translateBiasDropout: Translate = (node) => {
  const [x = -1, bias = -1, residual = -1] = node.inputs
  const parts = new Parts(node)
  const sum = parts.binary('add', x, bias)
  const y = residual < 0 ? sum : parts.binary('add', sum, residual)
  parts.finish(0, { kind: 'Identity' }, [y])
  parts.finish(1, { kind: 'ConstantOfShape', value: 1, dtype: 'bool' }, [parts.add({ kind: 'Shape' }, [x])])
  return WRITTEN
}
