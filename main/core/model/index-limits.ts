// SPDX-License-Identifier: Apache-2.0
import { smallest } from './extremes'
import type { ResolvedOperation, ShapedModel } from './shapes'

/** Operations whose result has the values of their first input, in another arrangement. */
const KEEPING: ReadonlySet<ResolvedOperation['kind']> = new Set<ResolvedOperation['kind']>([
  'Alias',
  'Transpose',
  'Slice',
])

/** By tensor, of those that operations take indices from: how many elements there are to choose from, at the least. */
export function indexLimits({ model, dims, operations }: ShapedModel): ReadonlyMap<number, number> {
  const limits = new Map<number, number>()
  const limit = (tensor: number | undefined, elements: number | undefined) => {
    if (tensor === undefined || elements === undefined) return
    limits.set(tensor, Math.min(elements, limits.get(tensor) ?? Number.POSITIVE_INFINITY))
  }
  // Nodes come after those that they hang on: from the last to the first, what a result must keep to is known.
  for (const { id, inputs, outputs } of [...model.nodes].reverse()) {
    const operation = operations[id]
    const [data = -1, indices] = inputs
    const shape = dims[data] ?? []
    switch (operation?.kind) {
      case 'Gather':
      case 'GatherElements':
      case 'ScatterElements':
        limit(indices, shape[operation.axis])
        break
      case 'GatherNd':
      case 'ScatterNd': {
        const first = operation.kind === 'GatherNd' ? operation.batchDims : 0
        limit(indices, smallest(shape.slice(first, first + (dims[indices ?? -1]?.at(-1) ?? 0))))
        break
      }
      default:
        if (operation && KEEPING.has(operation.kind)) limit(inputs[0], limits.get(outputs[0] ?? -1))
    }
  }
  return limits
}
