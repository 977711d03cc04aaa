// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import { ReadError } from './read-error'

/** Tensors beyond this many elements are refused: byte sizes stay exact doubles, whatever the element size. */
export const MAX_ELEMENTS = 2 ** 48

/** Engines hold every size of a shape, and every number of a window, in 32 bits. */
export const MOST_SIZE = 2 ** 31 - 1

/** Product of dims; refuses negative ones, those that no engine can hold, and absurdly many elements. */
export function elementCount(dims: readonly number[], node?: string): number {
  let count = 1
  for (const dim of dims) {
    if (!Number.isInteger(dim) || dim < 0) throw new ReadError('model/invalid', { id: 'tensor.dimension', dim }, node)
    count *= dim
    if (count > MAX_ELEMENTS || dim > MOST_SIZE) {
      throw new ReadError('model/too-large', { id: 'tensor.tooLarge', dims }, node)
    }
  }
  return count
}

/** Bytes of one element; null for text, which has no fixed size. */
export const ELEMENT_BYTES = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint64: 8,
  uint32: 4,
  uint16: 2,
  uint8: 1,
  bool: 1,
  string: null,
} as const

export const DATA_TYPES = Object.keys(ELEMENT_BYTES) as readonly DataType[]
