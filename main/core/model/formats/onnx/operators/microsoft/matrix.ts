// SPDX-License-Identifier: Apache-2.0
import { type OnnxNode, type Translate, unsupported } from '../../context'
import { Parts } from '../../parts'
import { translateConv, translateGemm } from '../layers'

/** Products of matrices and convolutions with what follows them (ONNX Runtime's docs/ContribOperators.md). */

/** alpha · A · B of matrices that may be turned round. */
export const translateFusedMatMul: Translate = (node) => {
  const { attributes } = node
  for (const attribute of ['transBatchA', 'transBatchB']) {
    if (attributes.flag(attribute)) return unsupported({ id: 'unsupported.attribute', attribute })
  }
  const operation = {
    kind: 'MatMul',
    transposeA: attributes.flag('transA'),
    transposeB: attributes.flag('transB'),
  } as const
  const alpha = attributes.float('alpha', 1)
  if (alpha === 1) return operation
  const parts = new Parts(node)
  const inputs = [parts.add(operation, node.inputs), parts.constant(alpha)]
  return { operation: { kind: 'Binary', function: 'mul', activation: 'none' }, inputs }
}

const ACTIVATIONS = {
  Relu: 'relu',
  Sigmoid: 'sigmoid',
  Tanh: 'tanh',
  LeakyRelu: 'leakyRelu',
  HardSigmoid: 'hardSigmoid',
  Clip: 'clip',
} as const

/** The activation that a node names, with the factors of an attribute that lists them, or of two. */
function activationOf({ attributes }: OnnxNode) {
  const name = attributes.string('activation', '')
  if (!(name in ACTIVATIONS)) return undefined
  const fn = ACTIVATIONS[name as keyof typeof ACTIVATIONS]
  const [first, second] = attributes.floats('activation_params') ?? []
  const alpha = first ?? attributes.float('activation_alpha', fn === 'hardSigmoid' ? 0.2 : 0.01)
  const beta = second ?? attributes.float('activation_beta', 0.5)
  const unary = { kind: 'Unary', function: fn } as const
  return fn === 'leakyRelu' ? { ...unary, alpha } : fn === 'relu' ? unary : { ...unary, alpha, beta }
}

/** a, b, [c] */
export const translateFusedGemm: Translate = (node) => {
  const [operation, activation] = [translateGemm(node), activationOf(node)]
  if (typeof operation === 'string' || 'operation' in operation) return operation
  if (activation === undefined) return unsupported({ id: 'unsupported.unknown', what: 'fusedActivation', value: null })
  return { operation: activation, inputs: [new Parts(node).add(operation, node.inputs)] }
}

/** x, weights, [bias], [addend] */
export const translateFusedConv: Translate = (node) => {
  const [operation, activation] = [translateConv(node), activationOf(node)]
  if (typeof operation === 'string' || 'operation' in operation) return operation
  const parts = new Parts(node)
  const [x = -1, weights = -1, bias = -1, addend = -1] = node.inputs
  const inputs = [x, weights, ...(bias < 0 ? [] : [bias])]
  if (activation === undefined && node.attributes.has('activation')) {
    return unsupported({ id: 'unsupported.unknown', what: 'fusedActivation', value: null })
  }
  if (activation === undefined && addend < 0) return { operation, inputs }
  const sum = parts.add(operation, inputs)
  const last = { kind: 'Binary', function: 'add', activation: 'none' } as const
  if (activation === undefined) return { operation: last, inputs: [sum, addend] }
  return { operation: activation, inputs: [addend < 0 ? sum : parts.add(last, [sum, addend])] }
}
