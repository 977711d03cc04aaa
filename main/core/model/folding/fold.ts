// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import { foldArithmetic } from './arithmetic'
import { foldArrangement } from './arrangement'
import type { FoldRequest } from './operand'

/**
 * Elements of every output of a node whose inputs are all known; undefined for operations that are
 * left to the engine. Values are rounded to the output's type.
 */
export function fold(request: FoldRequest): readonly (readonly number[])[] | undefined {
  const results = foldArithmetic(request) ?? foldArrangement(request)
  return results?.map((values, i) => {
    const dtype = request.outputs[i]?.dtype ?? 'float32'
    return values.map((value) => rounded(value, dtype))
  })
}

function rounded(value: number, dtype: DataType): number {
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
