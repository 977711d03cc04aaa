// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import { product } from '../../dims'
import type { Constant } from '../../graph'
import type { ModelBuilder } from '../../model-builder'
import { invalid } from '../../read-error'
import { permuted } from '../../stored-order'

/** A tensor as the file lists it. */
export interface FileTensor {
  readonly name: string
  readonly dims: readonly number[]
  /** -1 for a dim that the file leaves open. */
  readonly signature: readonly number[]
  /** Of the numbers that are computed with: float32 where integers stand for real numbers. */
  readonly dtype: DataType
  /** Whether they do. */
  readonly scaled: boolean
  readonly constant: Constant | undefined
  /** Of a computed tensor of integers that stand for real numbers: those beyond become the nearest. */
  readonly range?: { readonly least: number; readonly most: number }
}

/**
 * 'listed': as in the file, where images have their channels last. 'channelsFirst': batch, channels,
 * spatial dims, as Convscope's convolutions and pools are described.
 */
export type Order = 'listed' | 'channelsFirst'

/**
 * The tensors of the model that hold each tensor of the file, one for each order of axes it is
 * needed in. What an operator leaves in one order stays in it until another operator needs the
 * other: only there a Transpose is inserted, once.
 */
export class TensorOrders {
  readonly #computed = new Map<number, Partial<Record<Order, number>>>()
  readonly #constants = new Map<string, number>()
  readonly #tensors: FileTensor[]

  constructor(
    private readonly builder: ModelBuilder,
    tensors: readonly FileTensor[],
    /** Inputs and outputs of the graph, which keep their names as listed. */
    private readonly ends: ReadonlySet<number>,
  ) {
    this.#tensors = [...tensors]
  }

  dims(tensor: number): readonly number[] {
    return this.#tensor(tensor).dims
  }

  range(tensor: number): FileTensor['range'] {
    return this.#tensor(tensor).range
  }

  dataType(tensor: number): DataType {
    return this.#tensor(tensor).dtype
  }

  isConstant(tensor: number): boolean {
    return this.#tensor(tensor).constant !== undefined
  }

  /** Whether it was computed with its channels first. */
  isChannelsFirst(tensor: number): boolean {
    return this.#computed.get(tensor)?.channelsFirst !== undefined
  }

  /**
   * Makes `tensor` another name of the constant `source`: weights that the file holds as float16,
   * sparse or quantised, and expands before use, are read as what they are. False where `source` is computed.
   */
  standIn(source: number, tensor: number): boolean {
    const { constant, dtype } = this.#tensor(source)
    if (constant === undefined) return false
    this.#mustBeNew(tensor)
    this.#tensors[tensor] = { ...this.#tensor(tensor), constant, dtype }
    return true
  }

  /** The tensor that an operator or the graph's inputs give, in that order. */
  define(tensor: number, order: Order): number {
    this.#mustBeNew(tensor)
    const id = this.builder.addTensor(this.#nameOf(tensor, order, order), this.dataType(tensor))
    this.#computed.set(tensor, { [order]: id })
    return id
  }

  in(order: Order, tensor: number): number {
    const { name, constant, dims } = this.#tensor(tensor)
    if (constant !== undefined) {
      return this.constant(tensor, order === 'listed' || dims.length < 3 ? undefined : channelsFirst(dims.length))
    }
    const places = this.#computed.get(tensor)
    if (places === undefined && product(dims) === 0) return this.#empty(tensor)
    if (places === undefined) return invalid({ id: 'tensor.unset', tensor: name })
    const known = places[order]
    if (known !== undefined) return known
    const other = order === 'listed' ? 'channelsFirst' : 'listed'
    const id = this.builder.addTensor(this.#nameOf(tensor, order, other))
    const move = order === 'listed' ? 'channelsLast' : 'channelsFirst'
    const source = places[other] ?? -1
    this.builder.addNode(`${name} (${WORDS[order]})`, '(layout)', { kind: 'Transpose', move }, [source], [id], [])
    places[order] = id
    return id
  }

  /** A list without elements: files hold nothing for it. */
  #empty(tensor: number): number {
    const { name, dtype, dims } = this.#tensor(tensor)
    const id = this.builder.addConstant(name, dtype, dims, { kind: 'values', values: [] })
    this.#computed.set(tensor, { listed: id, channelsFirst: id })
    return id
  }

  /**
   * Operand of a function that broadcasts to `rank` dims: a constant gets leading dims of 1, so that
   * in either order its axes are those of the other operands.
   */
  broadcast(order: Order, tensor: number, rank: number): number {
    const { constant } = this.#tensor(tensor)
    if (constant === undefined || order === 'listed') return this.in(order, tensor)
    if (constant.dims.every((dim) => dim === 1)) return this.constant(tensor)
    const leading = new Array<number>(Math.max(0, rank - constant.dims.length)).fill(1)
    return this.#add(tensor, { ...constant, dims: [...leading, ...constant.dims] }, channelsFirst(rank))
  }

  /** A constant, perhaps with its axes reordered. */
  constant(tensor: number, permutation?: readonly number[]): number {
    const { constant, name } = this.#tensor(tensor)
    if (constant === undefined) return invalid({ id: 'tensor.notConstant', tensor: name })
    return this.#add(tensor, constant, permutation ?? constant.dims.map((_, axis) => axis))
  }

  #add(tensor: number, constant: Constant, permutation: readonly number[]): number {
    const { name, dtype } = this.#tensor(tensor)
    const key = `${tensor} ${constant.dims.join('x')} ${permutation.join()}`
    const known = this.#constants.get(key)
    if (known !== undefined) return known
    const reordered = permutation.length === constant.dims.length ? permuted(constant, permutation) : undefined
    if (reordered === undefined) invalid({ id: 'tensor.reordered', tensor: name, rank: constant.dims.length })
    const id = this.builder.addTensor(name)
    this.builder.setConstant(id, dtype, reordered)
    this.#constants.set(key, id)
    return id
  }

  /** Computed tensors keep the file's name; a copy in the other order says so. */
  #nameOf(tensor: number, order: Order, computed: Order): string {
    const { name } = this.#tensor(tensor)
    const plain = this.ends.has(tensor) ? order === 'listed' : order === computed
    return plain ? name : `${name} (${WORDS[order]})`
  }

  #mustBeNew(tensor: number): void {
    if (this.#computed.has(tensor) || this.isConstant(tensor)) {
      invalid({ id: 'tensor.twice', tensor: this.#tensor(tensor).name })
    }
  }

  #tensor(tensor: number): FileTensor {
    return this.#tensors[tensor] ?? invalid({ id: 'tensor.none', index: tensor, count: this.#tensors.length })
  }
}

const WORDS: Readonly<Record<Order, string>> = { listed: 'channels last', channelsFirst: 'channels first' }

/** The permutation that moves the last axis to place 1. */
export function channelsFirst(rank: number): readonly number[] {
  return rank < 3
    ? Array.from({ length: rank }, (_, i) => i)
    : [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, i) => i + 1)]
}

/** Where an axis as listed is with the channels first. */
export function movedAxis(axis: number, rank: number): number {
  const listed = axis < 0 ? axis + rank : axis
  return channelsFirst(rank).indexOf(listed)
}
