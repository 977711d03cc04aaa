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

/**
 * x · Wᵀ of weights [N, K] that lie in blocks along K, several in a byte: bytes [N, blocks, bytes of a block], scales,
 * [zero points, in bytes alike, or numbers], [order of the columns], [bias]. What they stand for is computed when they
 * are loaded.
 */
export const translateMatMulNBits: Translate = (node) => {
  const { attributes, builder, inputs } = node
  const [x = -1, packed = -1, scales = -1, zeros = -1, order = -1, bias = -1] = inputs
  const [rows, columns] = [attributes.int('N', 0), attributes.int('K', 0)]
  const [block, bits] = [attributes.int('block_size', 1), attributes.int('bits', 4)]
  if (order >= 0) return unsupported({ id: 'unsupported.attribute', attribute: 'g_idx' })
  if (![2, 4, 8].includes(bits)) return unsupported({ id: 'unsupported.attribute', attribute: 'bits' })
  const blocks = Math.ceil(columns / block)
  const parts = new Parts(node)
  const each = (tensor: number) => parts.reshape(tensor, [rows, blocks, 1])
  const zero = () => {
    if (zeros < 0) return parts.constant(2 ** (bits - 1))
    if (builder.tensor(zeros).dtype !== 'uint8') return each(zeros)
    const all = unpacked(parts, parts.reshape(zeros, [rows, -1]), bits)
    return each(parts.slice(parts.reshape(all, [rows, -1]), 1, 0, blocks))
  }
  const integers = parts.reshape(unpacked(parts, parts.reshape(packed, [rows, -1]), bits), [rows, blocks, block])
  const numbers = parts.binary('mul', parts.binary('sub', integers, zero()), each(scales))
  const weights = parts.slice(parts.reshape(numbers, [rows, -1]), 1, 0, columns)
  const operation = { kind: 'MatMul', transposeA: false, transposeB: true } as const
  return { operation, inputs: [x, weights, ...(bias < 0 ? [] : [bias])] }
}

/** The numbers of so many bits in every byte, as a last dim, the lowest bits first. */
function unpacked(parts: Parts, bytes: number, bits: number): number {
  const whole = parts.add({ kind: 'Cast', to: 'float32' }, [bytes])
  if (bits === 8) return whole
  const [count, size] = [8 / bits, parts.constant(2 ** bits)]
  const numbers = Array.from({ length: count }, (_, i) => {
    const left = i === 0 ? whole : parts.binary('floorDiv', whole, parts.constant(2 ** (bits * i)))
    const number = i === count - 1 ? left : parts.binary('mod', left, size)
    return parts.add({ kind: 'Unsqueeze', axes: [-1] }, [number])
  })
  return parts.concat(-1, numbers)
}
