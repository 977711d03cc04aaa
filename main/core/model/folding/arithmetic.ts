// SPDX-License-Identifier: Apache-2.0
import { product, stridesOf } from '../dims'
import type { ReduceFunction } from '../operations/index'
import { BINARY, REDUCE, UNARY } from './functions'
import { indices, offset } from './indexing'
import type { FoldRequest, Operand } from './operand'

/** Element-wise functions, arithmetic and reductions of small constants. */

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
