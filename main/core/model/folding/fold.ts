// SPDX-License-Identifier: Apache-2.0
import { foldArithmetic } from './arithmetic'
import { foldArrangement } from './arrangement'
import type { FoldRequest } from './operand'
import { roundTo } from './rounding'

/**
 * Elements of every output of a node whose inputs are all known; undefined for operations that are
 * left to the engine. Values are rounded to the output's type.
 */
export function fold(request: FoldRequest): readonly (readonly number[])[] | undefined {
  const results = foldArithmetic(request) ?? foldArrangement(request)
  return results?.map((values, i) => {
    const dtype = request.outputs[i]?.dtype ?? 'float32'
    return values.map((value) => roundTo(value, dtype))
  })
}
