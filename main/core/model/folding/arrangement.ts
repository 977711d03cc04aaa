// SPDX-License-Identifier: Apache-2.0
import { stridesOf } from '../dims'
import type { ScatterMode } from '../operations/index'
import { expanded } from './arithmetic'
import { find, isFinding } from './found'
import { indices, offset } from './indexing'
import type { FoldRequest, Operand } from './operand'

/** Joining, splitting, reordering and repeating small constants. */
export function foldArrangement(request: FoldRequest): readonly (readonly number[])[] | undefined {
  const { operation, resolved, inputs, outputs } = request
  const [first] = inputs
  const dims = outputs[0]?.dims ?? []
  if (first === undefined) return undefined
  if (operation.kind === 'Stack') {
    const unsqueezed = inputs.map(
      (operand) => operand && { ...operand, dims: insertOne(operand.dims, dims, operation.axis) },
    )
    return [joined(unsqueezed, operation.axis < 0 ? operation.axis + dims.length : operation.axis, dims)]
  }
  if (operation.kind === 'ScatterNd') return scattered(inputs, operation.mode)
  if (operation.kind === 'Range') {
    const [start = 0, , delta = 1] = inputs.map((operand) => operand?.values[0])
    return [Array.from({ length: dims[0] ?? 0 }, (_, i) => start + i * delta)]
  }
  if (isFinding(operation)) {
    return find(operation, inputs)
      .slice(0, outputs.length)
      .map(({ values }) => values)
  }
  if (operation.kind === 'Fill') {
    const value = inputs[1]?.values[0] ?? 0
    return [indices(dims).map(() => value)]
  }
  switch (resolved?.kind) {
    case 'Alias':
      return outputs.map(() => first.values)
    case 'Expand':
      return [expanded(first, dims)]
    case 'Concat':
      return [joined(inputs, resolved.axis, dims)]
    case 'Split':
      return split(first, resolved.axis, resolved.sizes)
    case 'Slice':
      return [
        picked(
          first,
          resolved.counts,
          (position, axis) => at(resolved.starts, axis) + position * at(resolved.steps, axis),
        ),
      ]
    case 'Tile':
      return [picked(first, dims, (position, axis) => position % Math.max(1, at(first.dims, axis)))]
    case 'Transpose': {
      const strides = stridesOf(first.dims)
      const permuted = resolved.permutation.map((axis) => strides[axis] ?? 0)
      return [indices(dims).map((index) => first.values[offset(index, permuted)] ?? 0)]
    }
    case 'Gather':
      return [gathered(first, resolved.axis, resolved.indices)]
    default:
      return undefined
  }
}

function at(list: readonly number[], i: number): number {
  return list[i] ?? 0
}

function insertOne(dims: readonly number[], stacked: readonly number[], axis: number): readonly number[] {
  const place = axis < 0 ? axis + stacked.length : axis
  return [...dims.slice(0, place), 1, ...dims.slice(place)]
}

/** The element of `operand` for every index of an array of `dims`, axis by axis. */
function picked(
  operand: Operand,
  dims: readonly number[],
  source: (position: number, axis: number) => number,
): readonly number[] {
  const strides = stridesOf(operand.dims)
  return indices(dims).map((index) => operand.values[offset(index.map(source), strides)] ?? 0)
}

function joined(inputs: readonly (Operand | undefined)[], axis: number, dims: readonly number[]): readonly number[] {
  const parts = inputs.filter((operand) => operand !== undefined).filter(({ values }) => values.length > 0)
  const outer = dims.slice(0, axis).reduce((a, b) => a * b, 1)
  return Array.from({ length: outer }, (_, i) =>
    parts.flatMap(({ values }) => values.slice((i * values.length) / outer, ((i + 1) * values.length) / outer)),
  ).flat()
}

function split(operand: Operand, axis: number, sizes: readonly number[]): readonly (readonly number[])[] {
  let start = 0
  return sizes.map((size) => {
    const from = start
    start += size
    const dims = operand.dims.map((dim, i) => (i === axis ? size : dim))
    return picked(operand, dims, (position, i) => (i === axis ? from + position : position))
  })
}

function gathered(operand: Operand, axis: number, positions: readonly number[]): readonly number[] {
  const dims = operand.dims.map((dim, i) => (i === axis ? positions.length : dim))
  return picked(operand, dims, (position, i) => (i === axis ? at(positions, position) : position))
}

const MERGES: Readonly<Record<ScatterMode, (old: number, update: number) => number>> = {
  replace: (_, update) => update,
  add: (old, update) => old + update,
  mul: (old, update) => old * update,
  min: Math.min,
  max: Math.max,
}

/** data, indices [..., k], updates: in the order of the indices. */
function scattered(
  [data, places, updates]: readonly (Operand | undefined)[],
  mode: ScatterMode,
): readonly (readonly number[])[] | undefined {
  if (data === undefined || places === undefined || updates === undefined) return undefined
  const depth = places.dims.at(-1) ?? 0
  const strides = stridesOf(data.dims)
  const size = data.dims.slice(depth).reduce((a, b) => a * b, 1)
  const result = [...data.values]
  for (let row = 0; row * depth < places.values.length && depth > 0; row++) {
    const index = places.values.slice(row * depth, (row + 1) * depth)
    const begin = offset(
      index.map((position, axis) => (position < 0 ? position + at(data.dims, axis) : position)),
      strides,
    )
    for (let i = 0; i < size; i++) {
      result[begin + i] = MERGES[mode](result[begin + i] ?? 0, updates.values[row * size + i] ?? 0)
    }
  }
  return [result]
}
