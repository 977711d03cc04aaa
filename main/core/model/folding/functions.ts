// SPDX-License-Identifier: Apache-2.0
import { largest, smallest } from '../extremes'
import type { BinaryFunction, ReduceFunction, UnaryFunction } from '../operations/index'

/** Functions of numbers that constants are computed with at open. */

export const UNARY: { readonly [fn in UnaryFunction]?: (x: number, alpha: number, beta: number) => number } = {
  abs: Math.abs,
  neg: (x) => -x,
  floor: Math.floor,
  ceil: Math.ceil,
  round: (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
  sign: Math.sign,
  square: (x) => x * x,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  exp: Math.exp,
  log: Math.log,
  reciprocal: (x) => 1 / x,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  not: (x) => (x === 0 ? 1 : 0),
  truth: (x) => (x === 0 ? 0 : 1),
  trunc: Math.trunc,
  relu: (x) => Math.max(0, x),
  wrap: (x, smallest, count) => x - count * Math.floor((x - smallest) / count),
  clip: (x, alpha, beta) => Math.min(Math.max(x, alpha), beta),
}

type Arithmetic = (a: number, b: number) => number

/** Whole numbers of up to 64 bits; 0 for what is none. */
function bitwise(fn: (a: bigint, b: bigint) => bigint): Arithmetic {
  const whole = (value: number) => (Number.isInteger(value) ? BigInt(value) : 0n)
  return (a, b) => Number(BigInt.asIntN(64, fn(whole(a), whole(b))))
}

export const BINARY: { readonly [fn in BinaryFunction]: Arithmetic } = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  truncDiv: (a, b) => Math.trunc(a / b),
  floorDiv: (a, b) => Math.floor(a / b),
  mod: (a, b) => a - b * Math.floor(a / b),
  fmod: (a, b) => a % b,
  pow: (a, b) => a ** b,
  truncPow: (a, b) => Math.trunc(a ** b),
  atan2: Math.atan2,
  min: Math.min,
  max: Math.max,
  squaredDifference: (a, b) => (a - b) ** 2,
  equal: (a, b) => Number(a === b),
  notEqual: (a, b) => Number(a !== b),
  less: (a, b) => Number(a < b),
  lessOrEqual: (a, b) => Number(a <= b),
  greater: (a, b) => Number(a > b),
  greaterOrEqual: (a, b) => Number(a >= b),
  and: (a, b) => Number(a !== 0 && b !== 0),
  or: (a, b) => Number(a !== 0 || b !== 0),
  xor: (a, b) => Number((a !== 0) !== (b !== 0)),
  bitAnd: bitwise((a, b) => a & b),
  bitOr: bitwise((a, b) => a | b),
  bitXor: bitwise((a, b) => a ^ b),
  shiftLeft: bitwise((a, b) => (b < 0n || b > 62n ? 0n : a << b)),
  shiftRight: bitwise((a, b) => a >> (b < 0n || b > 62n ? 63n : b)),
}

export const REDUCE: { readonly [fn in ReduceFunction]: (values: readonly number[]) => number } = {
  sum: (values) => values.reduce((a, b) => a + b, 0),
  mean: (values) => values.reduce((a, b) => a + b, 0) / values.length,
  max: (values) => largest(values),
  min: (values) => smallest(values),
  prod: (values) => values.reduce((a, b) => a * b, 1),
  sumSquare: (values) => values.reduce((a, b) => a + b * b, 0),
  l1: (values) => values.reduce((a, b) => a + Math.abs(b), 0),
  l2: (values) => Math.sqrt(values.reduce((a, b) => a + b * b, 0)),
  logSum: (values) => Math.log(values.reduce((a, b) => a + b, 0)),
  logSumExp: (values) => {
    const most = largest(values)
    return most + Math.log(values.reduce((a, b) => a + Math.exp(b - most), 0))
  },
}

export function isFoldedUnary(fn: UnaryFunction): boolean {
  return UNARY[fn] !== undefined
}

export function isFoldedBinary(fn: BinaryFunction): boolean {
  return fn in BINARY
}
