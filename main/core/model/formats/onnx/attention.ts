// SPDX-License-Identifier: Apache-2.0
import type { Parts } from './parts'

/** Attention, as all operators of its family have it: Y = softmax(scale · Q · Kᵀ + bias) · V (Vaswani et al. 2017). */
export interface Attention {
  /** [batch, heads, length, size]; keys and values may have fewer heads, each for several of the queries. */
  readonly q: number
  readonly k: number
  readonly v: number
  /** undefined: 1 / √size. */
  readonly scale: number | undefined
  /** Scores are kept within this magnitude by a hyperbolic tangent; 0: they are not. */
  readonly softcap: number
  /** Tensors that are added to the scores [batch, heads, queries, keys]. */
  readonly bias: readonly number[]
  /** Queries for which the bias rules out every key have no weights at all. */
  readonly blindQueries: boolean
  /** Both have as many heads: nothing is to be repeated. */
  readonly evenHeads: boolean
}

/** Its result, and what it was computed of. */
export interface Attended {
  /** [batch, heads, queries, size of the values] */
  readonly y: number
  /** Scaled products. */
  readonly scores: number
  /** Within the softcap. */
  readonly capped: number
  readonly biased: number
  readonly weights: number
}

export function attend(parts: Parts, attention: Attention): Attended {
  const { q, softcap, evenHeads } = attention
  const [k, v] = [attention.k, attention.v].map((x) => (evenHeads ? x : repeated(parts, x, q))) as [number, number]
  const scale = attention.scale === undefined ? usualScale(parts, q) : parts.constant(attention.scale)
  const scores = parts.product(parts.binary('mul', q, scale), k, true)
  const cap = parts.constant(softcap)
  const capped =
    softcap === 0 ? scores : parts.binary('mul', parts.unary('tanh', parts.binary('div', scores, cap)), cap)
  const [first, ...others] = attention.bias
  const bias = first === undefined ? undefined : others.reduce((sum, each) => parts.binary('add', sum, each), first)
  const biased = bias === undefined ? capped : parts.binary('add', capped, bias)
  const shares = parts.add({ kind: 'Softmax', axis: -1, coerced: false, log: false }, [biased])
  const weights = bias === undefined || !attention.blindQueries ? shares : unlessBlind(parts, shares, bias)
  return { y: parts.product(weights, v), scores, capped, biased, weights }
}

function usualScale(parts: Parts, q: number): number {
  const size = parts.add({ kind: 'Squeeze', axes: [0] }, [parts.size(q, 3)])
  return parts.unary('rsqrt', parts.add({ kind: 'Cast', to: 'float32' }, [size]))
}

/** 0 in rows for which the bias is -infinity everywhere: the softmax has none. */
function unlessBlind(parts: Parts, weights: number, bias: number): number {
  const most = parts.add({ kind: 'Reduce', function: 'max', axes: [-1], keepDims: true }, [bias])
  const blind = parts.binary('equal', most, parts.constant(Number.NEGATIVE_INFINITY))
  return parts.where(blind, parts.constant(0), weights)
}

/** Every head for as many neighbouring heads of the queries as there are for each. */
function repeated(parts: Parts, x: number, q: number): number {
  const times = parts.binary('div', parts.size(q, 1), parts.size(x, 1))
  const ones = parts.constant([1, 1], 'int64')
  const each = parts.add({ kind: 'Unsqueeze', axes: [2] }, [x])
  const all = parts.add({ kind: 'Expand' }, [each, parts.concat(0, [ones, times, ones])])
  const shape = parts.concat(0, [parts.size(x, 0), parts.size(q, 1), parts.size(x, 2), parts.size(x, 3)])
  return parts.add({ kind: 'Reshape', allowZero: false }, [all, shape])
}

/** [batch, length, heads · size] as [batch, heads, length, size]. */
export function toHeads(parts: Parts, x: number, heads: number): number {
  return parts.transpose(parts.reshape(x, [0, 0, heads, -1]), [0, 2, 1, 3])
}

/**
 * How far behind each query each key stands: [queries, keys], or [batch, 1, queries, keys]. `offset` is the place of the
 * first query among the keys: a list of one, or [batch, 1, 1, 1].
 */
export function distances(parts: Parts, q: number, k: number, offset: number): number {
  const queries = parts.reshape(parts.range(parts.size(q, 2)), [-1, 1])
  return parts.binary('sub', parts.range(parts.size(k, 2)), parts.binary('add', queries, offset))
}

/** 0 where the condition holds, else the value. */
export function biasWhere(parts: Parts, condition: number, otherwise: number): number {
  return parts.where(condition, parts.constant(0), parts.constant(otherwise))
}

/** A new last stretch of keys or values behind those of before, [batch, heads, length, size]; -1: there are none. */
export function behind(parts: Parts, past: number, x: number): number {
  return past < 0 ? x : parts.concat(2, [past, x])
}

/** How many keys there are from before; -1: none. */
export function pastLength(parts: Parts, past: number): number {
  return past < 0 ? parts.constant([0], 'int64') : parts.size(past, 2)
}
