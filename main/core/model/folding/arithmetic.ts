// SPDX-License-Identifier: Apache-2.0
import { product, stridesOf } from '../dims'
import type { BinaryFunction, ReduceFunction, UnaryFunction } from '../operations/index'
import { indices, offset } from './indexing'
import type { FoldRequest, Operand } from './operand'

/** Element-wise functions, arithmetic and reductions of small constants. */

const UNARY: { readonly [fn in UnaryFunction]?: (x: number, alpha: number, beta: number) => number } = {
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
  clip: (x, alpha, beta) => Math.min(Math.max(x, alpha), beta),
}

type Arithmetic = (a: number, b: number) => number

const BINARY: { readonly [fn in BinaryFunction]: Arithmetic } = {
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
}

const REDUCE: { readonly [fn in ReduceFunction]: (values: readonly number[]) => number } = {
  sum: (values) => values.reduce((a, b) => a + b, 0),
  mean: (values) => values.reduce((a, b) => a + b, 0) / values.length,
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  prod: (values) => values.reduce((a, b) => a * b, 1),
  sumSquare: (values) => values.reduce((a, b) => a + b * b, 0),
  l1: (values) => values.reduce((a, b) => a + Math.abs(b), 0),
  l2: (values) => Math.sqrt(values.reduce((a, b) => a + b * b, 0)),
  logSum: (values) => Math.log(values.reduce((a, b) => a + b, 0)),
  logSumExp: (values) => {
    const largest = Math.max(...values)
    return largest + Math.log(values.reduce((a, b) => a + Math.exp(b - largest), 0))
  },
}

export function foldArithmetic(request: FoldRequest): readonly (readonly number[])[] | undefined {
  const { operation, resolved, inputs, outputs } = request
  const [first] = inputs
  const dims = outputs[0]?.dims ?? []
  if (first === undefined) return undefined
  switch (operation.kind) {
    case 'Unary': {
      const fn = UNARY[operation.function]
      if (fn === undefined || resolved?.kind !== 'Unary') return undefined
      return [first.values.map((x) => fn(x, resolved.alpha, resolved.beta))]
    }
    case 'Binary': {
      if (operation.activation !== 'none') return undefined
      const fn = BINARY[operation.function]
      return [
        present(inputs)
          .map((operand) => expanded(operand, dims))
          .reduce((a, b) => a.map((x, i) => fn(x, b[i] ?? 0))),
      ]
    }
    case 'Where': {
      const [condition = [], a = [], b = []] = present(inputs).map((operand) => expanded(operand, dims))
      return [condition.map((truth, i) => (truth === 0 ? b[i] : a[i]) ?? 0)]
    }
    case 'Reduce':
      return resolved?.kind === 'Reduce' ? [reduced(first, operation.function, new Set(resolved.axes))] : undefined
    case 'Cast':
      return [first.values]
    default:
      return undefined
  }
}

function present(inputs: readonly (Operand | undefined)[]): readonly Operand[] {
  return inputs.filter((operand) => operand !== undefined)
}

/** Elements broadcast to `dims`. */
export function expanded(operand: Operand, dims: readonly number[]): readonly number[] {
  const strides = stridesOf(operand.dims).map((stride, i) => (operand.dims[i] === 1 ? 0 : stride))
  const aligned = [...new Array<number>(dims.length - operand.dims.length).fill(0), ...strides]
  return indices(dims).map((index) => operand.values[offset(index, aligned)] ?? 0)
}

function reduced(operand: Operand, fn: ReduceFunction, axes: ReadonlySet<number>): readonly number[] {
  const kept = operand.dims.map((dim, i) => (axes.has(i) ? 1 : dim))
  const strides = stridesOf(kept).map((stride, i) => (axes.has(i) ? 0 : stride))
  const groups = Array.from({ length: product(kept) }, (): number[] => [])
  for (const [i, index] of indices(operand.dims).entries()) groups[offset(index, strides)]?.push(operand.values[i] ?? 0)
  return groups.map(REDUCE[fn])
}
