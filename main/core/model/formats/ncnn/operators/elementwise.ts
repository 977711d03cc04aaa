// SPDX-License-Identifier: Apache-2.0
import type { BinaryFunction, Operation, UnaryFunction } from '#core/model/operations/index'
import { words } from '#core/model/words'
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { NcnnLayer, Translate } from '../context'
import { float, floats, int } from '../parameters'
import { finishHardSwish } from './activation'
import { modelAxis } from './axes'

/** Functions and arithmetic of single elements (20260526: src/layer/binaryop.h, unaryop.h, eltwise.cpp …). */

/** Largest float32: a bound that is left out. */
const FLOAT_MAX = 3.4028234663852886e38

export const unary =
  (fn: UnaryFunction): Translate =>
  (layer) =>
    finishUnary(layer, { kind: 'Unary', function: fn })

function finishUnary(layer: NcnnLayer, operation: Operation): undefined {
  return layer.finish(operation, [layer.input()], layer.rank())
}

export const translateRelu: Translate = (layer) => {
  const { slope } = layer.read({ slope: float(0) })
  return finishUnary(
    layer,
    slope === 0 ? { kind: 'Unary', function: 'relu' } : { kind: 'Unary', function: 'leakyRelu', alpha: slope },
  )
}

export const translateClip: Translate = (layer) => {
  const { min, max } = layer.read({ min: float(0, -FLOAT_MAX), max: float(1, FLOAT_MAX) })
  return finishUnary(layer, { kind: 'Unary', function: 'clip', alpha: min, beta: max })
}

const HARD = { alpha: float(0, 0.2), beta: float(1, 0.5) }

export const translateHardSigmoid: Translate = (layer) =>
  finishUnary(layer, { kind: 'Unary', function: 'hardSigmoid', ...layer.read(HARD) })

export const translateHardSwish: Translate = (layer) => {
  const { alpha, beta } = layer.read(HARD)
  return finishHardSwish(layer, layer.input(), alpha, beta, layer.rank())
}

const plain = (fn: BinaryFunction): Operation => ({ kind: 'Binary', function: fn, activation: 'none' })

const BINARY_FUNCTIONS = [
  'add',
  'sub',
  'mul',
  'div',
  'max',
  'min',
  'pow',
  'sub',
  'div',
  'pow',
  'atan2',
  'atan2',
] as const
/** Those whose operands change places. */
const REVERSED: ReadonlySet<number> = new Set([7, 8, 9, 11])

/** a and b, or a and a number. */
export function translateBinary(layer: NcnnLayer): UnsupportedCause | undefined {
  const { opType, withScalar, b } = layer.read({ opType: int(0), withScalar: int(1), b: float(2) })
  const fn = BINARY_FUNCTIONS[opType]
  if (fn === undefined) return { id: 'unsupported.operation', word: 'functionOfTwo', name: String(opType) }
  const operands = withScalar !== 0 ? [layer.input(), layer.scalar(b)] : aligned(layer)
  const rank = withScalar !== 0 ? layer.rank() : Math.max(layer.rank(0), layer.rank(1))
  return layer.finish(plain(fn), REVERSED.has(opType) ? operands.reverse() : operands, rank)
}

/**
 * The first two inputs; one of fewer dimensions begins with the channels of the other. A vector that does not fit there
 * is a row.
 */
export function aligned(layer: NcnnLayer): number[] {
  const [a, b] = [layer.input(0), layer.input(1)]
  const difference = layer.rank(0) - layer.rank(1)
  if (difference === 0) return [a, b]
  const orLast = Math.min(layer.rank(0), layer.rank(1)) === 1
  const align = (tensor: number, reference: number) =>
    layer.part({ kind: 'AlignTo', axis: 0, orLast }, [tensor, reference])
  return difference < 0 ? [align(a, b), b] : [a, align(b, a)]
}

const ELTWISE_FUNCTIONS = ['mul', 'add', 'max'] as const

/** Any number of inputs of one shape; a sum may have factors. */
export function translateEltwise(layer: NcnnLayer): UnsupportedCause | undefined {
  const { opType, coeffs = [] } = layer.read({ opType: int(0), coeffs: floats(1) })
  const fn = ELTWISE_FUNCTIONS[opType]
  if (fn === undefined) return { id: 'unsupported.unknown', what: 'elementWiseFunction', value: opType }
  const operands = layer.inputs.map((tensor, i) => {
    const factor = fn === 'add' ? (coeffs[i] ?? 1) : 1
    return factor === 1 ? tensor : layer.part(plain('mul'), [tensor, layer.scalar(factor)])
  })
  return layer.finish(plain(fn), operands, layer.rank())
}

export const translateSoftmax: Translate = (layer) => {
  const { axis } = layer.read({ axis: int(0), fixbug0: int(1) })
  return finishUnary(layer, { kind: 'Softmax', axis: modelAxis(axis), coerced: false, log: false })
}

const UNARY_FUNCTIONS = words(
  'abs neg floor ceil square sqrt rsqrt exp log sin cos tan asin acos atan reciprocal tanh log round trunc sign expm1 sinh asinh cosh acosh atanh log1p',
)
const LOG10 = 17

export function translateUnary(layer: NcnnLayer): UnsupportedCause | undefined {
  const { opType } = layer.read({ opType: int(0) })
  const fn = UNARY_FUNCTIONS[opType]
  if (fn === undefined) return { id: 'unsupported.operation', word: 'function', name: String(opType) }
  if (opType !== LOG10) return finishUnary(layer, { kind: 'Unary', function: fn })
  const natural = layer.part({ kind: 'Unary', function: fn }, [layer.input()])
  return layer.finish(plain('mul'), [natural, layer.scalar(1 / Math.LN10)], layer.rank())
}

/** A function with its factor. */
export const unaryWith =
  (fn: UnaryFunction, alpha: number): Translate =>
  (layer) =>
    finishUnary(layer, { kind: 'Unary', function: fn, ...layer.read({ alpha: float(0, alpha) }) })

export const translateSelu: Translate = (layer) => {
  const { alpha, lambda } = layer.read({ alpha: float(0, 1.67326324), lambda: float(1, 1.050700987) })
  return finishUnary(layer, { kind: 'Unary', function: 'selu', alpha, beta: lambda })
}

export const translateGelu: Translate = (layer) =>
  finishUnary(layer, { kind: 'Unary', function: layer.read({ fastGelu: int(0) }).fastGelu === 0 ? 'gelu' : 'geluTanh' })

/** 1 above the threshold, else 0. */
export const translateThreshold: Translate = (layer) => {
  const { threshold } = layer.read({ threshold: float(0) })
  const above = layer.part(plain('greater'), [layer.input(), layer.scalar(threshold)])
  return layer.finish({ kind: 'Cast', to: 'float32' }, [above], layer.rank())
}

const SHIFTED = { scale: float(1, 1), shift: float(2) }

/** scale · x + shift */
function shifted(layer: NcnnLayer, { scale, shift }: { readonly scale: number; readonly shift: number }): number {
  const x = layer.input()
  const scaled = scale === 1 ? x : layer.part(plain('mul'), [x, layer.scalar(scale)])
  return shift === 0 ? scaled : layer.part(plain('add'), [scaled, layer.scalar(shift)])
}

export const translatePower: Translate = (layer) => {
  const o = layer.read({ power: float(0, 1), ...SHIFTED })
  return layer.finish(plain('pow'), [shifted(layer, o), layer.scalar(o.power)], layer.rank())
}

/** Of a base; -1: of e. */
const BASED = { base: float(0, -1), ...SHIFTED }

export const translateExp: Translate = (layer) => {
  const o = layer.read(BASED)
  const exponent = shifted(layer, o)
  if (o.base === -1) return layer.finish({ kind: 'Unary', function: 'exp' }, [exponent], layer.rank())
  return layer.finish(plain('pow'), [layer.scalar(o.base), exponent], layer.rank())
}

export const translateLog: Translate = (layer) => {
  const o = layer.read(BASED)
  const log = { kind: 'Unary', function: 'log' } as const
  if (o.base === -1) return layer.finish(log, [shifted(layer, o)], layer.rank())
  const natural = layer.part(log, [shifted(layer, o)])
  return layer.finish(plain('mul'), [natural, layer.scalar(1 / Math.log(o.base))], layer.rank())
}
