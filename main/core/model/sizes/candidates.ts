// SPDX-License-Identifier: Apache-2.0
import type { ReadCause } from '#messages/en/problems'
import { product } from '../dims'
import type { Model, Node } from '../graph'

/** Sizes beyond are not tried. */
const LARGEST = 1 << 20
/** Constants of a node with more elements are no lists of sizes. */
const MOST_VALUES = 16

/** Edges of images and lengths of sequences and of sound that models were made for, and small counts. */
const USUAL: readonly number[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 16, 28, 32, 48, 56, 64, 96, 112, 128, 160, 192, 224, 227, 256, 299, 300, 320, 384, 416],
  ...[448, 480, 512, 513, 600, 608, 640, 768, 800, 1000, 1024, 1280, 1536, 2048, 3000, 4096, 8000, 8192, 16000, 16384],
  ...[32000, 32768, 48000, 65536, 160000],
]

/** What is tried where nothing that is likely fits. */
export const EVERY_SIZE: readonly number[] = Array.from({ length: 1024 }, (_, i) => i + 1)

/** Sizes that may mend a node, likeliest first: those that it asks for, those of its weights, usual ones. */
export function candidateSizes(model: Model, node: Node, why: ReadCause): readonly number[] {
  const constants = node.inputs.flatMap((id) => {
    const constant = model.tensors[id]?.constant
    if (constant === undefined) return []
    const listed = constant.data.kind === 'values' ? constant.data.values.slice(0, MOST_VALUES) : []
    return [...constant.dims, ...listed]
  })
  const stated = [...numbersIn(why), ...proportional(why), ...numbersIn(node.operation)]
  const likely = [...stated, ...constants].filter((size) => Number.isInteger(size) && size > 0 && size <= LARGEST)
  // A flattened image: its edge where it has one or three channels.
  const edges = likely.flatMap((size) => [Math.sqrt(size), Math.sqrt(size / 3)]).filter(Number.isInteger)
  // A size of 1 fits wherever operands are broadcast, which says nothing.
  return [...new Set([...likely.filter((size) => size > 1), ...edges, ...USUAL])]
}

/** Of dims that have not as many elements as others: a size with which they would. */
function proportional(why: ReadCause): readonly number[] {
  const lists = Object.values(why).filter(
    (value): value is readonly number[] => Array.isArray(value) && value.every((size) => typeof size === 'number'),
  )
  return lists.flatMap((list) =>
    lists.flatMap((other) => {
      const factor = product(other) / product(list)
      return list.map((size) => size * factor)
    }),
  )
}

function numbersIn(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : []
}
