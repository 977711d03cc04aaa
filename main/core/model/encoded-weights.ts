// SPDX-License-Identifier: Apache-2.0

import type { DataType } from '#contract/model'
import { CodingError } from './coding-error'
import { decodeElements } from './decode-elements'
import { largest, smallest } from './extremes'

/**
 * Weights that a file stores as integers with scales, or without their zeros, for the float32 values
 * that the network computes with (TensorFlow Lite; ONNX's DequantizeLinear of a constant).
 */
export interface EncodedWeights {
  readonly kind: 'encoded'
  readonly path: string
  /** Bytes. */
  readonly offset: number
  readonly byteLength: number
  /** Of an element in the file; int4, uint4: two in a byte, the lower half first. */
  readonly element: DataType | 'int4' | 'uint4'
  /** What the elements, bytes then, are indices into. */
  readonly table?: readonly number[]
  readonly scaling?: Scaling
  readonly sparsity?: Sparsity
}

/** value = (q − zero) · scale: the i-th of each for the i-th stretch of `stretch` elements, round and round. */
export interface Scaling {
  readonly scales: readonly number[]
  /** As many as scales, or one for all. */
  readonly zeros: readonly number[]
  readonly stretch: number
}

/**
 * TensorFlow Lite's SparsityParameters: a tree of levels, of which each says which of its positions
 * are there. What is not there is 0.
 */
export interface Sparsity {
  /** Of the tensor. */
  readonly dims: readonly number[]
  /** Level → dim; from the rank on → block. */
  readonly traversal: readonly number[]
  /** Block → dim that it divides. */
  readonly blocks: readonly number[]
  readonly levels: readonly SparseLevel[]
}

type SparseLevel =
  | { readonly kind: 'dense'; readonly size: number }
  /** Positions of node i: those of `positions` from segment i to segment i + 1. Unsigned numbers of `bytes` each. */
  | { readonly kind: 'sparse'; readonly segments: NumberList; readonly positions: NumberList }

/** A list of unsigned integers in the file. */
interface NumberList {
  readonly offset: number
  readonly count: number
  readonly bytes: 1 | 2 | 4
}

/** What of the file is needed: from the first to the last byte of elements and lists. */
export function encodedExtent(weights: EncodedWeights): { readonly offset: number; readonly byteLength: number } {
  const lists = (weights.sparsity?.levels ?? []).flatMap((level) =>
    level.kind === 'dense' ? [] : [level.segments, level.positions],
  )
  const begins = [weights.offset, ...lists.map(({ offset }) => offset)]
  const ends = [weights.offset + weights.byteLength, ...lists.map((list) => list.offset + list.count * list.bytes)]
  const offset = smallest(begins)
  return { offset, byteLength: largest(ends) - offset }
}

/** Bytes in the file: elements and lists of positions. */
export function encodedBytes(weights: EncodedWeights): number {
  const lists = (weights.sparsity?.levels ?? []).flatMap((level) =>
    level.kind === 'dense' ? [] : [level.segments, level.positions],
  )
  return weights.byteLength + lists.reduce((sum, { count, bytes }) => sum + count * bytes, 0)
}

export function elementBits(element: EncodedWeights['element']): number {
  if (element === 'int4' || element === 'uint4') return 4
  if (element === 'bool') return 8
  return Number(/\d+$/.exec(element)?.[0] ?? 8)
}

/**
 * The `count` values. `bytes` are those of the file from `origin` on. Throws a
 * CodingError where they are not what they should be.
 */
export function decodeWeights(weights: EncodedWeights, count: number, bytes: Uint8Array, origin: number): Float32Array {
  const stored = elementsOf(weights, bytes, origin)
  const { table } = weights
  if (table !== undefined) for (const [i, index] of stored.entries()) stored[i] = table[index] ?? 0
  // A last byte may be half empty.
  const whole = elementBits(weights.element) === 4 ? stored.subarray(0, count) : stored
  const values = weights.sparsity === undefined ? whole : spread(weights.sparsity, stored, count, bytes, origin)
  if (values.length !== count) throw new CodingError({ id: 'coding.count', stored: values.length, needed: count })
  if (weights.scaling !== undefined) rescale(values, weights.scaling, weights.sparsity !== undefined)
  return values
}

function elementsOf({ element, offset, byteLength }: EncodedWeights, bytes: Uint8Array, origin: number): Float32Array {
  const at = offset - origin
  if (at < 0 || at + byteLength > bytes.byteLength) throw new CodingError({ id: 'coding.cutOff' })
  if (element !== 'int4' && element !== 'uint4') {
    const size = elementBits(element) / 8
    if (element === 'int8') return Float32Array.from(new Int8Array(bytes.buffer, bytes.byteOffset + at, byteLength))
    return Float32Array.from(decodeElements(bytes, element, at, Math.floor(byteLength / size)))
  }
  return Float32Array.from(decodeHalves(bytes.subarray(at, at + byteLength), element))
}

/** Two numbers of four bits in every byte, the lower half first. */
export function decodeHalves(bytes: Uint8Array, element: 'int4' | 'uint4'): number[] {
  const most = element === 'int4' ? 7 : 15
  return Array.from({ length: 2 * bytes.length }, (_, i) => {
    const half = ((bytes[i >> 1] ?? 0) >> (4 * (i & 1))) & 0xf
    return half > most ? half - 16 : half
  })
}

/** A sparse tensor's missing elements are 0 whatever the zero point. */
function rescale(values: Float32Array, { scales, zeros, stretch }: Scaling, sparse: boolean): void {
  for (const [i, value] of values.entries()) {
    if (sparse && value === 0) continue
    const at = Math.floor(i / stretch) % scales.length
    const zero = (zeros.length > 1 ? zeros[at] : zeros[0]) ?? 0
    values[i] = Math.fround(value - zero) * (scales[at] as number)
  }
}

function spread(
  sparsity: Sparsity,
  stored: Float32Array,
  count: number,
  bytes: Uint8Array,
  origin: number,
): Float32Array {
  const values = new Float32Array(count)
  const tree = new SparseTree(sparsity, bytes, origin)
  const leaves = tree.visit(count, (position, i) => {
    if (position >= count || i >= stored.length) throw new CodingError({ id: 'coding.positionBeyondEnd' })
    values[position] = stored[i] as number
  })
  if (leaves !== stored.length)
    throw new CodingError({ id: 'coding.positions', positions: leaves, values: stored.length })
  return values
}

/** Walks the levels in order: the n-th leaf is the n-th stored element. */
class SparseTree {
  readonly #levels: readonly (number | { readonly segments: Uint32Array; readonly positions: Uint32Array })[]
  /** By level: how far one position moves, in elements. */
  readonly #steps: readonly number[]
  #leaf = 0
  /** Nodes that may still be visited: what is stated may lead nowhere, again and again. */
  #budget = 0

  constructor(sparsity: Sparsity, bytes: Uint8Array, origin: number) {
    const { dims, traversal, blocks, levels } = sparsity
    const rank = dims.length
    if (traversal.length !== rank + blocks.length || levels.length !== traversal.length) {
      throw new CodingError({ id: 'coding.sparsity' })
    }
    this.#levels = levels.map((level) =>
      level.kind === 'dense'
        ? level.size
        : { segments: read(level.segments, bytes, origin), positions: read(level.positions, bytes, origin) },
    )
    const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((a, b) => a * b, 1))
    const blockSize = (dim: number) => {
      const level = traversal.indexOf(rank + blocks.indexOf(dim))
      const size = blocks.includes(dim) ? levels[level] : undefined
      return size?.kind === 'dense' ? size.size : 1
    }
    this.#steps = traversal.map((at) => {
      const dim = at < rank ? at : (blocks[at - rank] ?? 0)
      return (strides[dim] ?? 0) * (at < rank ? blockSize(dim) : 1)
    })
  }

  /** Returns how many leaves there are. */
  visit(elements: number, each: (position: number, leaf: number) => void): number {
    this.#leaf = 0
    this.#budget = 4 * (this.#levels.length + 1) * (elements + 1)
    this.#descend(0, 0, 0, each)
    return this.#leaf
  }

  /** `node`: which of its level's nodes it is. */
  #descend(level: number, node: number, position: number, each: (position: number, leaf: number) => void): void {
    if (this.#budget-- === 0) throw new CodingError({ id: 'coding.tooManyPositions' })
    if (level === this.#levels.length) {
      each(position, this.#leaf++)
      return
    }
    const how = this.#levels[level]
    const step = this.#steps[level] ?? 0
    if (typeof how === 'number') {
      for (let i = 0; i < how; i++) this.#descend(level + 1, node * how + i, position + i * step, each)
      return
    }
    const [begin = 0, end = 0] = [how?.segments[node], how?.segments[node + 1]]
    for (let i = begin; i < end; i++) {
      const at = how?.positions[i]
      if (at === undefined) throw new CodingError({ id: 'coding.segment' })
      this.#descend(level + 1, i, position + at * step, each)
    }
  }
}

function read({ offset, count, bytes: size }: NumberList, bytes: Uint8Array, origin: number): Uint32Array {
  const at = offset - origin
  if (at < 0 || at + count * size > bytes.byteLength) throw new CodingError({ id: 'coding.cutOff' })
  return Uint32Array.from(decodeElements(bytes, size === 1 ? 'uint8' : size === 2 ? 'uint16' : 'uint32', at, count))
}
