// SPDX-License-Identifier: Apache-2.0
import { sameDims } from '../dims'
import { isInteger } from './number-types'
import { broadcast, fail, normaliseAxis, one, type Rules } from './rule'

/** Matrix products and reductions. */
export const matrixRules = {
  MatMul(operation, context) {
    const a = context.dims(0)
    const b = context.dims(1)
    for (const dims of [a, b]) if (dims.length === 0) fail({ id: 'shape.rankBelow', dims, least: 1 })
    const [m, k] = matrix(a.length === 1 ? [1, ...a] : a, operation.transposeA)
    const [inner, n] = matrix(b.length === 1 ? [...b, 1] : b, operation.transposeB)
    if (k !== inner) fail({ id: 'shape.product', a, b, columns: k, rows: inner })
    const batch = broadcast([a.slice(0, -2), b.slice(0, -2)])
    return one([...batch, ...(a.length === 1 ? [] : [m]), ...(b.length === 1 ? [] : [n])], operation)
  },

  Gemm(operation, context) {
    const a = context.dims(0)
    const b = context.dims(1)
    for (const dims of [a, b]) if (dims.length !== 2) fail({ id: 'shape.rank', role: 'input', dims, rank: 2 })
    const [m, k] = matrix(a, operation.transposeA)
    const [inner, n] = matrix(b, operation.transposeB)
    if (k !== inner) fail({ id: 'shape.product', a, b, columns: k, rows: inner })
    if (context.has(2) && !sameDims(broadcast([context.dims(2), [m, n]]), [m, n])) {
      fail({ id: 'shape.misfit', role: 'addend', dims: context.dims(2), of: [m, n] })
    }
    return one([m, n], operation)
  },

  Reduce(operation, context) {
    const dims = context.dims(0)
    const stated = operation.axes ?? context.values(1)
    if (stated === undefined && context.has(1)) return undefined
    const all = stated === undefined || stated.length === 0
    const axes = all ? dims.map((_, i) => i) : stated.map((axis) => normaliseAxis(axis, dims.length))
    const reduced = new Set(axes)
    const output = operation.keepDims
      ? dims.map((dim, i) => (reduced.has(i) ? 1 : dim))
      : dims.filter((_, i) => !reduced.has(i))
    const resolved = { kind: 'Reduce', function: operation.function, axes: [...reduced].sort((x, y) => x - y) } as const
    const whole = operation.function === 'mean' && isInteger(context.dtype(0))
    return one(output, whole ? { ...resolved, whole } : resolved)
  },

  ArgMax(operation, context) {
    const dims = context.dims(0)
    const axis = normaliseAxis(operation.axis, dims.length)
    const output = operation.keepDims ? dims.map((dim, i) => (i === axis ? 1 : dim)) : dims.filter((_, i) => i !== axis)
    return one(output, { kind: 'ArgMax', mode: operation.mode, axis, last: operation.last })
  },
} satisfies Partial<Rules>

/** Rows and columns of the last two dims. */
function matrix(dims: readonly number[], transpose: boolean): readonly [number, number] {
  const rows = dims.at(-2) ?? 1
  const columns = dims.at(-1) ?? 1
  return transpose ? [columns, rows] : [rows, columns]
}
