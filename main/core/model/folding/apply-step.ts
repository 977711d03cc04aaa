// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import { product, stridesOf } from '../dims'
import { BINARY, UNARY } from './functions'
import { roundTo } from './rounding'
import type { FoldStep } from './step'

/** Elements of a large constant, row-major. */
export interface Values {
  readonly dims: readonly number[]
  readonly values: Float32Array | Float64Array
}

/** Does a step: the elements of a result of `dims`, rounded to its type. */
export function applyStep(step: FoldStep, inputs: readonly Values[], dims: readonly number[], dtype: DataType): Values {
  const [first = { dims: [], values: new Float32Array(0) }] = inputs
  const values = arrayFor(dtype, product(dims))
  switch (step.kind) {
    case 'cast':
      values.set(first.values)
      break
    case 'unary': {
      const fn = UNARY[step.function]
      if (fn !== undefined)
        first.values.forEach((x, i) => {
          values[i] = fn(x, step.alpha, step.beta)
        })
      break
    }
    case 'binary': {
      copy(values, first, dims)
      const fn = BINARY[step.function]
      for (const other of inputs.slice(1)) {
        walk(dims, spread(other.dims, dims), 0, (i, from) => {
          values[i] = fn(values[i] ?? 0, other.values[from] ?? 0)
        })
      }
      break
    }
    case 'where': {
      const [, a = first, b = first] = inputs
      copy(values, b, dims)
      const condition = arrayFor('float32', values.length)
      copy(condition, first, dims)
      walk(dims, spread(a.dims, dims), 0, (i, from) => {
        if (condition[i] !== 0) values[i] = a.values[from] ?? 0
      })
      break
    }
    case 'view':
      walk(dims, step.strides, step.offset, (i, from) => {
        values[i] = first.values[from] ?? 0
      })
      break
    case 'join':
      join(values, inputs, step.axis, dims)
      break
    case 'gather': {
      const inner = product(first.dims.slice(step.axis + 1))
      const rows = first.dims[step.axis] ?? 0
      const outer = product(first.dims.slice(0, step.axis))
      const { indices } = step
      for (let block = 0; block < outer; block++) {
        indices.forEach((index, at) => {
          const from = (block * rows + index) * inner
          values.set(first.values.subarray(from, from + inner), (block * indices.length + at) * inner)
        })
      }
      break
    }
    case 'reduce':
      reduce(values, first, step, dims)
      break
  }
  if (dtype !== 'float64') for (let i = 0; i < values.length; i++) values[i] = roundTo(values[i] ?? 0, dtype)
  return { dims, values }
}

/** Whole numbers beyond 2^24 need doubles. */
export function arrayFor(dtype: DataType, count: number): Float32Array | Float64Array {
  return dtype === 'float32' || dtype === 'float16' || dtype === 'bfloat16'
    ? new Float32Array(count)
    : new Float64Array(count)
}

/** Strides of an operand of fewer dims that is broadcast to `dims`. */
function spread(operand: readonly number[], dims: readonly number[]): readonly number[] {
  const strides = stridesOf(operand).map((stride, axis) => (operand[axis] === 1 ? 0 : stride))
  return [...new Array<number>(dims.length - operand.length).fill(0), ...strides]
}

function copy(into: Float32Array | Float64Array, from: Values, dims: readonly number[]): void {
  walk(dims, spread(from.dims, dims), 0, (i, at) => {
    into[i] = from.values[at] ?? 0
  })
}

/** Calls back for every element of an array of `dims`, in order, with its place in another array. */
function walk(
  dims: readonly number[],
  strides: readonly number[],
  offset: number,
  each: (index: number, place: number) => void,
): void {
  const count = product(dims)
  const position = dims.map(() => 0)
  let place = offset
  for (let i = 0; i < count; i++) {
    each(i, place)
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      const next = (position[axis] ?? 0) + 1
      place += strides[axis] ?? 0
      if (next < (dims[axis] ?? 0)) {
        position[axis] = next
        break
      }
      place -= next * (strides[axis] ?? 0)
      position[axis] = 0
    }
  }
}

function join(
  into: Float32Array | Float64Array,
  inputs: readonly Values[],
  axis: number,
  dims: readonly number[],
): void {
  const outer = product(dims.slice(0, axis))
  const row = product(dims.slice(axis))
  let start = 0
  for (const { values } of inputs) {
    const part = outer === 0 ? 0 : values.length / outer
    for (let block = 0; block < outer; block++) {
      into.set(values.subarray(block * part, (block + 1) * part), block * row + start)
    }
    start += part
  }
}

type Reduction = Extract<FoldStep, { kind: 'reduce' }>

/** What each element adds, how sums become results, and how two are put together. */
const TERMS: { readonly [fn in Reduction['function']]?: (x: number) => number } = {
  l1: Math.abs,
  l2: (x) => x * x,
  sumSquare: (x) => x * x,
  logSumExp: Math.exp,
}
const ENDS: { readonly [fn in Reduction['function']]?: (x: number, count: number) => number } = {
  mean: (x, count) => x / count,
  l2: Math.sqrt,
  logSum: Math.log,
  logSumExp: Math.log,
}
const START: { readonly [fn in Reduction['function']]?: number } = {
  max: Number.NEGATIVE_INFINITY,
  min: Number.POSITIVE_INFINITY,
  prod: 1,
}

function reduce(
  into: Float32Array | Float64Array,
  input: Values,
  { function: fn, axes }: Reduction,
  dims: readonly number[],
): void {
  const kept = input.dims.map((dim, axis) => (axes.includes(axis) ? 1 : dim))
  const strides = stridesOf(kept).map((stride, axis) => (axes.includes(axis) ? 0 : stride))
  const sums = new Float64Array(into.length).fill(START[fn] ?? 0)
  const term = TERMS[fn] ?? ((x: number) => x)
  const merge = fn === 'max' || fn === 'min' || fn === 'prod' ? BINARY[fn === 'prod' ? 'mul' : fn] : BINARY.add
  walk(input.dims, strides, 0, (i, at) => {
    sums[at] = merge(sums[at] ?? 0, term(input.values[i] ?? 0))
  })
  const count = product(input.dims) / Math.max(1, product(dims))
  sums.forEach((sum, i) => {
    into[i] = ENDS[fn]?.(sum, count) ?? sum
  })
}
