// SPDX-License-Identifier: Apache-2.0
import { product, stridesOf } from '../dims'
import type { FindingOperation, Operation } from '../operations/index'
import { fail } from '../shape-rules/rule'
import { selectBoxes } from './boxes'
import type { Found, Searched } from './search'

const FINDING: { readonly [kind in FindingOperation['kind']]: true } = {
  NonZero: true,
  Unique: true,
  NonMaxSuppression: true,
}

/** Whether the values of its inputs decide how much an operation gives. */
export function isFinding(operation: Operation): operation is FindingOperation {
  return Object.hasOwn(FINDING, operation.kind)
}

/** All outputs of an operation whose sizes its inputs decide; undefined stands for an input that is left out. */
export function find(operation: FindingOperation, inputs: readonly (Searched | undefined)[]): readonly Found[] {
  const [first = { dims: [0], values: [] }] = inputs
  switch (operation.kind) {
    case 'NonZero':
      return [nonZero(first)]
    case 'Unique':
      return unique(first, operation.axis ?? null, operation.sorted)
    case 'NonMaxSuppression':
      return [selectBoxes(inputs, operation.centred)]
  }
}

/** ONNX NonZero-13: the index of every element that is not 0, a column each. */
function nonZero({ dims, values }: Searched): Found {
  const places: number[] = []
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) places.push(i)
  const strides = stridesOf(dims)
  return {
    dims: [dims.length, places.length],
    values: dims.flatMap((dim, axis) => places.map((place) => Math.floor(place / (strides[axis] ?? 1)) % dim)),
  }
}

/**
 * ONNX Unique-11: elements, or slices along an axis, each once; where each was first; which of them every one is; how
 * often each is there. Sorted they are in order of their elements, the first that differs deciding.
 */
function unique({ dims, values }: Searched, stated: number | null, sorted: boolean): readonly Found[] {
  const axis = stated === null ? null : stated < 0 ? stated + dims.length : stated
  if (axis !== null && dims[axis] === undefined) fail({ id: 'shape.axis', axis: stated ?? 0, rank: dims.length })
  const inner = axis === null ? 1 : product(dims.slice(axis + 1))
  const count = axis === null ? values.length : (dims[axis] ?? 0)
  const outer = axis === null ? 1 : product(dims.slice(0, axis))
  const element = (slice: number, i: number) =>
    values[(Math.floor(i / inner) * count + slice) * inner + (i % inner)] ?? 0
  const length = outer * inner
  const compare = (a: number, b: number) => {
    for (let i = 0; i < length; i++) {
      const [left, right] = [element(a, i), element(b, i)]
      if (left !== right) return left < right ? -1 : 1
    }
    return 0
  }
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => compare(a, b) || a - b)
  const groups: number[][] = []
  for (const slice of order) {
    const group = groups.at(-1)
    if (group !== undefined && compare(group[0] ?? 0, slice) === 0) group.push(slice)
    else groups.push([slice])
  }
  if (!sorted) groups.sort(([a = 0], [b = 0]) => a - b)
  const firsts = groups.map(([slice = 0]) => slice)
  const inverse = new Array<number>(count).fill(0)
  groups.forEach((group, place) => {
    for (const slice of group) inverse[slice] = place
  })
  const kept = axis === null ? [groups.length] : dims.map((dim, i) => (i === axis ? groups.length : dim))
  const strip = (i: number) =>
    firsts.flatMap((slice) => Array.from({ length: inner }, (_, j) => element(slice, i * inner + j)))
  return [
    { dims: kept, values: Array.from({ length: outer }, (_, i) => strip(i)).flat() },
    { dims: [groups.length], values: firsts },
    { dims: [count], values: inverse },
    { dims: [groups.length], values: groups.map((group) => group.length) },
  ]
}
