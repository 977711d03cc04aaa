// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import { decodeElements } from '#core/model/decode-elements'
import { elementCount } from '#core/model/element-count'
import type { Constant } from '#core/model/graph'
import { integerRange, isInteger } from '#core/model/shape-rules/number-types'
import { given, type OnnxNode, type Translate, unsupported, WRITTEN } from '../context'
import { dataType } from '../data-types'
import { Parts } from '../parts'
import { translateConv } from './layers'

/** Operations between numbers and their quantised integers: value = (integer − zero point) · scale. */

/** Scale or zero point of an operation from numbers to integers or back: from its axis on, or one for every block of it. */
function spreadOver({ attributes }: OnnxNode, parts: Parts, tensor: number, x: number): number {
  const axis = attributes.int('axis', 1)
  const block = attributes.int('block_size', 0)
  if (block === 0) return aligned(parts, tensor, x, axis)
  const places = parts.range(parts.size(x, axis))
  const blocks = parts.binary('floorDiv', places, parts.constant(block, 'int64'))
  return parts.add({ kind: 'Gather', axis }, [tensor, blocks])
}

/** Scale or zero point, so that it broadcasts from the axis. */
function aligned(parts: Parts, tensor: number, x: number, axis: number): number {
  return parts.add({ kind: 'AlignTo', axis }, [tensor, x])
}

/** Rounded halves to even, moved by the zero point, and kept within the integer type; -1: the zero point is 0. */
export function finishQuantised(parts: Parts, ratio: number, zero: number, to: DataType, position = 0): void {
  const range = integerRange(to) ?? { least: 0, most: 255 }
  const whole = parts.unary('round', ratio)
  const moved = zero < 0 ? whole : parts.binary('add', whole, zero)
  const kept = parts.add({ kind: 'Unary', function: 'clip', alpha: range.least, beta: range.most }, [moved])
  parts.finish(position, { kind: 'Cast', to }, [kept])
}

/** Of constants and of the graph's inputs the type is known when a node is read. */
export function typeOf(node: OnnxNode, input: number): DataType | undefined {
  const tensor = node.inputs[input] ?? -1
  const dtype = tensor < 0 ? 'uint8' : node.builder.tensor(tensor).dtype
  return integerRange(dtype) === undefined ? undefined : dtype
}

export const translateQuantise: Translate = (node) => {
  const [x = -1, scale = -1, zero = -1] = node.inputs
  // Since opset 21 the type may be an attribute, where there is no zero point.
  const number = node.attributes.int('output_dtype', 0)
  const stated = number === 0 || zero >= 0 ? undefined : dataType(number)
  if (number !== 0 && zero < 0 && (stated === undefined || !isInteger(stated))) {
    return unsupported({ id: 'unsupported.castTo', type: number })
  }
  const to = stated ?? typeOf(node, 2)
  if (to === undefined) return unsupported({ id: 'unsupported.atRunTime', what: 'zeroPointType' })
  const parts = new Parts(node)
  const ratio = parts.binary('div', x, spreadOver(node, parts, scale, x))
  finishQuantised(parts, ratio, zero < 0 ? -1 : spreadOver(node, parts, zero, x), to)
  return WRITTEN
}

export const translateDequantise: Translate = (node) => {
  const [x = -1, scale = -1, zero = -1] = node.inputs
  const weights = node.attributes.int('block_size', 0) === 0 ? encodedWeights(node) : undefined
  if (weights !== undefined) {
    node.builder.setConstant(node.outputs[0] ?? -1, 'float32', weights)
    return WRITTEN
  }
  const parts = new Parts(node)
  const number = real(parts, x)
  const centred = zero < 0 ? number : parts.binary('sub', number, real(parts, spreadOver(node, parts, zero, x)))
  return {
    operation: { kind: 'Binary', function: 'mul', activation: 'none' },
    inputs: [centred, spreadOver(node, parts, scale, x)],
  }
}

/** Constant integers that are too many to be folded stay in the file, to be dequantised when they are loaded. */
function encodedWeights(node: OnnxNode): Constant | undefined {
  const { builder, inputs, attributes } = node
  const { constant, dtype } = builder.tensor(inputs[0] ?? -1)
  const scales = numbers(node, inputs[1] ?? -1)
  const zeros = given(node, 2) ? numbers(node, inputs[2] ?? -1) : [0]
  if (constant?.data.kind !== 'file' || constant.stored !== undefined || !isInteger(dtype)) return undefined
  if (scales === undefined || zeros === undefined) return undefined
  const { dims, data } = constant
  const axis = attributes.int('axis', 1)
  const along = axis < 0 ? axis + dims.length : axis
  if (scales.length !== 1 && scales.length !== dims[along]) return undefined
  const stretch = dims.slice(along + 1).reduce((a, b) => a * b, 1)
  return { dims, data: { ...data, kind: 'encoded', element: dtype, scaling: { scales, zeros, stretch } } }
}

/** Elements of a constant of the model file itself. */
function numbers({ builder, file }: OnnxNode, tensor: number): readonly number[] | undefined {
  const { constant, dtype } = builder.tensor(tensor)
  const known = builder.values(tensor)
  if (known !== undefined || constant?.data.kind !== 'file' || constant.data.path !== file.path) return known
  const { offset } = constant.data
  return decodeElements(file.bytes, dtype, offset, elementCount(constant.dims))
}

/** An integer tensor among numbers. */
export function real(parts: Parts, tensor: number): number {
  return parts.add({ kind: 'Cast', to: 'float32' }, [tensor])
}

/** To uint8 by the range of the values, which includes 0: y, scale, zero point. */
export const translateDynamicQuantise: Translate = (node) => {
  const [x = -1] = node.inputs
  const parts = new Parts(node)
  const extreme = (fn: 'max' | 'min') =>
    parts.binary(fn, parts.constant(0), parts.add({ kind: 'Reduce', function: fn, keepDims: false }, [x]))
  const [most, least] = [extreme('max'), extreme('min')]
  const scale = parts.binary('div', parts.binary('sub', most, least), parts.constant(255))
  const offset = parts.binary('div', parts.unary('neg', least), scale)
  const zero = parts.add({ kind: 'Unary', function: 'clip', alpha: 0, beta: 255 }, [parts.unary('round', offset)])
  finishQuantised(parts, parts.binary('div', x, scale), zero, 'uint8')
  parts.finish(1, { kind: 'Identity' }, [scale])
  parts.finish(2, { kind: 'Cast', to: 'uint8' }, [zero])
  return WRITTEN
}

/** The integers at `input` less the zero point at `zero`, as numbers. */
function centred(node: OnnxNode, parts: Parts, input: number, zero: number, axis: number): number {
  const x = node.inputs[input] ?? -1
  const number = real(parts, x)
  if (!given(node, zero)) return number
  return parts.binary('sub', number, real(parts, aligned(parts, node.inputs[zero] ?? -1, x, axis)))
}

/** a, b, [zero of a: one, or one a row], [zero of b: one, or one a column] */
export const translateMatMulInteger: Translate = (node) => {
  const parts = new Parts(node)
  const inputs = [centred(node, parts, 0, 2, -2), centred(node, parts, 1, 3, -1)]
  const product = parts.add({ kind: 'MatMul', transposeA: false, transposeB: false }, inputs)
  return { operation: { kind: 'Cast', to: 'int32' }, inputs: [product] }
}

/** x, weight, [zero of x], [zero of the weights: one, or one an output channel] */
export const translateConvInteger: Translate = (node) => {
  const operation = translateConv(node)
  if (operation === WRITTEN || 'operation' in operation || operation.kind !== 'Conv') return operation
  const parts = new Parts(node)
  const sum = parts.add(operation, [centred(node, parts, 0, 2, 0), centred(node, parts, 1, 3, 0)])
  return { operation: { kind: 'Cast', to: 'int32' }, inputs: [sum] }
}

/** Scale of the first times scale of the second, over that of the result. */
function rescaled(parts: Parts, sum: number, a: number, b: number, to: number, axis: number): number {
  const factor = parts.binary('div', parts.binary('mul', a, b), to)
  return parts.binary('mul', sum, aligned(parts, factor, sum, axis))
}

/** a, scale, zero, b, scale, zero, scale and zero of the result */
export const translateQuantisedMatMul: Translate = (node) => {
  const to = typeOf(node, 7)
  if (to === undefined) return unsupported({ id: 'unsupported.atRunTime', what: 'zeroPointType' })
  const [, aScale = -1, , , bScale = -1, , scale = -1, zero = -1] = node.inputs
  const parts = new Parts(node)
  const inputs = [centred(node, parts, 0, 2, -2), centred(node, parts, 3, 5, -1)]
  const product = parts.add({ kind: 'MatMul', transposeA: false, transposeB: false }, inputs)
  finishQuantised(parts, rescaled(parts, product, aScale, bScale, scale, -1), zero, to)
  return WRITTEN
}

/** x, scale, zero, weights, scale, zero, scale and zero of the result, [bias in steps of both scales] */
export const translateQuantisedConv: Translate = (node) => {
  const to = typeOf(node, 7)
  if (to === undefined) return unsupported({ id: 'unsupported.atRunTime', what: 'zeroPointType' })
  const [, xScale = -1, , , wScale = -1, , scale = -1, zero = -1, bias = -1] = node.inputs
  const operation = translateConv({ ...node, inputs: [node.inputs[0] ?? -1, node.inputs[3] ?? -1] })
  if (operation === WRITTEN || 'operation' in operation || operation.kind !== 'Conv') return operation
  const parts = new Parts(node)
  const inputs = [centred(node, parts, 0, 2, 0), centred(node, parts, 3, 5, 0)]
  const sum = parts.add(operation, bias < 0 ? inputs : [...inputs, real(parts, bias)])
  finishQuantised(parts, rescaled(parts, sum, xScale, wScale, scale, 1), zero, to)
  return WRITTEN
}
