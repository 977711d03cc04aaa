// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import type { ResolvedOperation } from '../shapes'
import { notRunnable } from './rule'

/**
 * The engine computes in float32 whatever type the file names. Whole numbers are exact up to 2^24 in
 * magnitude; booleans are 0 and 1.
 */

interface Range {
  readonly least: number
  readonly most: number
}

const signed = (bits: number): Range => ({ least: -(2 ** (bits - 1)), most: 2 ** (bits - 1) - 1 })
const unsigned = (bits: number): Range => ({ least: 0, most: 2 ** bits - 1 })

const INTEGERS: { readonly [dtype in DataType]?: Range } = {
  int64: signed(64),
  int32: signed(32),
  int16: signed(16),
  int8: signed(8),
  uint64: unsigned(64),
  uint32: unsigned(32),
  uint16: unsigned(16),
  uint8: unsigned(8),
  bool: { least: 0, most: 1 },
}

/** Values that an integer type holds; undefined for other types. Of a boolean 0 and 1. */
export function integerRange(dtype: DataType): Range | undefined {
  return INTEGERS[dtype]
}

export function isInteger(dtype: DataType): boolean {
  return dtype !== 'bool' && INTEGERS[dtype] !== undefined
}

/** From more than 16 bits on nothing wraps that float32 holds exactly. */
const NARROW = 2 ** 16

/**
 * The operation that makes whole numbers those that a type holds; undefined where float32 does not tell them apart, but
 * for numbers below zero of types that have none.
 */
export function wrapOf(
  dtype: DataType,
): { readonly kind: 'Unary'; readonly function: 'wrap'; readonly alpha: number; readonly beta: number } | undefined {
  const range = INTEGERS[dtype]
  if (range === undefined || dtype === 'bool') return undefined
  const count = range.most - range.least + 1
  return count <= NARROW || range.least === 0
    ? { kind: 'Unary', function: 'wrap', alpha: range.least, beta: count }
    : undefined
}

export function castOperation(from: DataType, to: DataType): ResolvedOperation {
  if (from === 'string' || to === 'string') return notRunnable({ id: 'unsupported.cast', from, to })
  const [held, wanted] = [INTEGERS[from], INTEGERS[to]]
  if (wanted === undefined) return { kind: 'Alias' }
  if (held !== undefined && held.least >= wanted.least && held.most <= wanted.most) return { kind: 'Alias' }
  if (to === 'bool') return { kind: 'Unary', function: 'truth', alpha: 0, beta: 0 }
  const count = wanted.most - wanted.least + 1
  if (count <= NARROW) return { kind: 'Unary', function: 'wrap', alpha: wanted.least, beta: count }
  return held === undefined ? { kind: 'Unary', function: 'trunc', alpha: 0, beta: 0 } : { kind: 'Alias' }
}
