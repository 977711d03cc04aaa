// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import { integerRange } from '../shape-rules/number-types'

/** A number as an element of that type holds it. */
export function roundTo(value: number, dtype: DataType): number {
  switch (dtype) {
    case 'float64':
      return value
    case 'float32':
    case 'float16':
    case 'bfloat16':
      return Math.fround(value)
    case 'bool':
      return value === 0 ? 0 : 1
    default:
      return wrapped(Math.trunc(value), dtype)
  }
}

/** Integers of few bits go on from the other end; of many, doubles do not hold the ends. */
function wrapped(value: number, dtype: DataType): number {
  const range = integerRange(dtype)
  if (range === undefined || (value >= range.least && value <= range.most)) return value
  const count = range.most - range.least + 1
  return count > 2 ** 32 ? value : value - count * Math.floor((value - range.least) / count)
}
