// SPDX-License-Identifier: Apache-2.0
import { product } from '#core/model/dims'
import type { ShapedModel } from '#core/model/shapes'

/** What all constants of a model take as float32, in bytes: about what an inference reads of weights. */
export function constantBytes({ constants }: ShapedModel): number {
  let bytes = 0
  for (const { dims } of constants.values()) bytes += 4 * product(dims)
  return bytes
}
