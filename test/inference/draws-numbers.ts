// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'

/** Whether a run draws random numbers, which no other engine draws alike. */
export function drawsNumbers({ operations }: ShapedModel): boolean {
  return operations.some((operation) => operation?.kind === 'Random')
}
