// SPDX-License-Identifier: Apache-2.0
import type { Operation } from '#core/model/operations/index'
import { given, type OnnxNode, type Translate, unsupported, WRITTEN } from '../../context'
import { Parts } from '../../parts'
import { translatePool } from '../layers'
import { finishQuantised, real, typeOf } from '../quantised'

/**
 * Operations of ONNX Runtime from quantised integers to others (docs/ContribOperators.md): computed between the numbers
 * that they stand for, value = (integer − zero point) · scale. Each integer is followed by its scale and zero point.
 */

/** The numbers at input `at`. */
function numbers(node: OnnxNode, parts: Parts, at: number): number {
  const [x = -1, scale = -1, zero = -1] = node.inputs.slice(at, at + 3)
  const whole = real(parts, x)
  return parts.binary('mul', zero < 0 ? whole : parts.binary('sub', whole, real(parts, zero)), scale)
}

/** Their scale and zero point stand at `at`. */
function finish(node: OnnxNode, parts: Parts, y: number, at: number): typeof WRITTEN | Operation {
  const to = typeOf(node, given(node, at + 1) ? at + 1 : 0)
  if (to === undefined) return unsupported({ id: 'unsupported.atRunTime', what: 'zeroPointType' })
  finishQuantised(parts, parts.binary('div', y, node.inputs[at] ?? -1), node.inputs[at + 1] ?? -1, to)
  return WRITTEN
}

/** a and b, then of the result. */
export const quantisedBinary =
  (fn: 'add' | 'mul'): Translate =>
  (node) => {
    const parts = new Parts(node)
    return finish(node, parts, parts.binary(fn, numbers(node, parts, 0), numbers(node, parts, 3)), 6)
  }

/** x, then of the result: what `operation` makes of it. */
export const quantised =
  (operation: (node: OnnxNode) => Operation): Translate =>
  (node) => {
    const parts = new Parts(node)
    return finish(node, parts, parts.add(operation(node), [numbers(node, parts, 0)]), 3)
  }

/** A softmax of the operator set that the node names, not the model. */
export function softmaxOf({ attributes }: OnnxNode): Operation {
  const coerced = attributes.int('opset', 13) < 13
  return { kind: 'Softmax', axis: attributes.int('axis', coerced ? 1 : -1), coerced, log: false }
}

export function meanOf({ attributes }: OnnxNode): Operation {
  const axes = attributes.ints('axes')
  return { kind: 'Reduce', function: 'mean', keepDims: attributes.flag('keepdims', true), ...(axes && { axes }) }
}

const averagePool = translatePool('average')

/** x, then of the result; the channels may be last. */
export const quantisedPool =
  (global: boolean): Translate =>
  (node) => {
    const operation = global ? ({ kind: 'GlobalPool', mode: 'average' } as const) : averagePool(node)
    if (typeof operation === 'string' || 'operation' in operation) return operation
    const last = node.attributes.flag('channels_last')
    const parts = new Parts(node)
    const move = (x: number, to: 'channelsLast' | 'channelsFirst') =>
      last ? parts.add({ kind: 'Transpose', move: to }, [x]) : x
    const pooled = parts.add(operation, [move(numbers(node, parts, 0), 'channelsFirst')])
    return finish(node, parts, move(pooled, 'channelsLast'), 3)
  }

/** Scale and zero point of the result, then tensors. */
export const translateConcat: Translate = (node) => {
  const parts = new Parts(node)
  const count = Math.floor((node.inputs.length - 2) / 3)
  const tensors = Array.from({ length: count }, (_, i) => numbers(node, parts, 2 + 3 * i))
  return finish(node, parts, parts.concat(node.attributes.int('axis', 1), tensors), 0)
}

/** condition, a and b, then of the result */
export const translateWhere: Translate = (node) => {
  const parts = new Parts(node)
  const y = parts.where(node.inputs[0] ?? -1, numbers(node, parts, 1), numbers(node, parts, 4))
  return finish(node, parts, y, 7)
}

/** a, b, [c in steps of both scales], [of the result]: numbers where nothing is said of it. */
export const translateGemm: Translate = (node) => {
  const { attributes, inputs } = node
  const parts = new Parts(node)
  const alpha = attributes.float('alpha', 1)
  const [transposeA, transposeB] = [attributes.flag('transA'), attributes.flag('transB')]
  const product = { kind: 'Gemm', alpha, beta: 1, transposeA, transposeB } as const
  const operands = [numbers(node, parts, 0), numbers(node, parts, 3)]
  const [aScale = -1, bScale = -1, c = -1] = [inputs[1], inputs[4], inputs[6]]
  const step = () => parts.binary('mul', parts.binary('mul', aScale, bScale), parts.constant(alpha))
  const bias = c < 0 ? [] : [parts.binary('mul', real(parts, c), step())]
  if (!given(node, 7)) return { operation: product, inputs: [...operands, ...bias] }
  return finish(node, parts, parts.add(product, [...operands, ...bias]), 7)
}

/** Numbers a of whatever range as uint8, and back: what is lost on the way is what the operator loses. */
function coarse(parts: Parts, a: number): number {
  const extreme = (fn: 'max' | 'min') =>
    parts.binary(fn, parts.constant(0), parts.add({ kind: 'Reduce', function: fn, keepDims: false }, [a]))
  const [most, least] = [extreme('max'), extreme('min')]
  const scale = parts.binary('div', parts.binary('sub', most, least), parts.constant(255))
  const clip = (x: number) =>
    parts.add({ kind: 'Unary', function: 'clip', alpha: 0, beta: 255 }, [parts.unary('round', x)])
  const zero = clip(parts.binary('div', parts.unary('neg', least), scale))
  const moved = parts.binary('add', parts.unary('round', parts.binary('div', a, scale)), zero)
  return parts.binary('mul', parts.binary('sub', clip(moved), zero), scale)
}

/** a, b, scale of b, [zero of b], [bias] */
export const translateDynamicMatMul: Translate = (node) => {
  const parts = new Parts(node)
  const product = parts.product(coarse(parts, node.inputs[0] ?? -1), numbers(node, parts, 1))
  const bias = node.inputs[4] ?? -1
  if (bias < 0) parts.finish(0, { kind: 'Identity' }, [product])
  else parts.finish(0, { kind: 'Binary', function: 'add', activation: 'none' }, [product, bias])
  return WRITTEN
}

/** a, b, their scales, [their zeros], [bias] */
export const translateMatMulToFloat: Translate = (node) => {
  const parts = new Parts(node)
  const [a = -1, b = -1, aScale = -1, bScale = -1, aZero = -1, bZero = -1, bias = -1] = node.inputs
  const reordered = { ...node, inputs: [a, aScale, aZero, b, bScale, bZero] }
  const operands = [numbers(reordered, parts, 0), numbers(reordered, parts, 3)]
  const product = { kind: 'MatMul', transposeA: false, transposeB: false } as const
  if (bias < 0) return { operation: product, inputs: operands }
  const inputs = [parts.add(product, operands), bias]
  return { operation: { kind: 'Binary', function: 'add', activation: 'none' }, inputs }
}

/** Integers of x and of the weights of all three projections as the numbers that they stand for. */
export function projectedNumbers(node: OnnxNode, parts: Parts): number {
  const [x = -1, weights = -1, bias = -1, xScale = -1, wScale = -1] = node.inputs
  const [xZero = -1, wZero = -1] = node.inputs.slice(6)
  const reordered = { ...node, inputs: [x, xScale, xZero, weights, wScale, wZero] }
  const operands = [numbers(reordered, parts, 0), numbers(reordered, parts, 3)]
  return parts.add({ kind: 'MatMul', transposeA: false, transposeB: false }, [...operands, bias])
}
