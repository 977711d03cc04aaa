// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'

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
      return Math.trunc(value)
  }
}
