import { isInteger } from './number-types'
import { broadcast, fail, formatDims, normaliseAxis, notRunnable, one, type Rules } from './rule'

/** Matrix products and reductions. */
export const matrixRules: Rules<'MatMul' | 'Gemm' | 'Reduce' | 'ArgMax'> = {
  MatMul(operation, context) {
    const a = context.dims(0)
    const b = context.dims(1)
    if (a.length === 0 || b.length === 0) fail('an input is a scalar')
    const [m, k] = matrix(a.length === 1 ? [1, ...a] : a, operation.transposeA)
    const [inner, n] = matrix(b.length === 1 ? [...b, 1] : b, operation.transposeB)
    if (k !== inner) fail(`${formatDims(a)} and ${formatDims(b)} do not multiply: ${k} is not ${inner}`)
    const batch = broadcast([a.slice(0, -2), b.slice(0, -2)])
    return one([...batch, ...(a.length === 1 ? [] : [m]), ...(b.length === 1 ? [] : [n])], operation)
  },

  Gemm(operation, context) {
    const a = context.dims(0)
    const b = context.dims(1)
    if (a.length !== 2 || b.length !== 2) fail(`${formatDims(a)} and ${formatDims(b)} are not two matrices`)
    const [m, k] = matrix(a, operation.transposeA)
    const [inner, n] = matrix(b, operation.transposeB)
    if (k !== inner) fail(`${formatDims(a)} and ${formatDims(b)} do not multiply: ${k} is not ${inner}`)
    if (context.has(2) && formatDims(broadcast([context.dims(2), [m, n]])) !== formatDims([m, n])) {
      fail(`its addend ${formatDims(context.dims(2))} does not fit ${m}×${n}`)
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
    if (operation.function === 'mean' && isInteger(context.dtype(0))) {
      return one(output, notRunnable('it averages whole numbers'))
    }
    return one(output, { kind: 'Reduce', function: operation.function, axes: [...reduced].sort((x, y) => x - y) })
  },

  ArgMax(operation, context) {
    const dims = context.dims(0)
    const axis = normaliseAxis(operation.axis, dims.length)
    const output = operation.keepDims ? dims.map((dim, i) => (i === axis ? 1 : dim)) : dims.filter((_, i) => i !== axis)
    return one(output, { kind: 'ArgMax', mode: operation.mode, axis, last: operation.last })
  },
}

/** Rows and columns of the last two dims. */
function matrix(dims: readonly number[], transpose: boolean): readonly [number, number] {
  const rows = dims.at(-2) ?? 1
  const columns = dims.at(-1) ?? 1
  return transpose ? [columns, rows] : [rows, columns]
}
