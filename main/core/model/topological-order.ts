// SPDX-License-Identifier: Apache-2.0
import type { Node, Tensor } from './graph'
import { invalid } from './read-error'

/**
 * The nodes in execution order, ids renumbered. Keeps the file's order where that is one already.
 * `given`: tensors that need no producer (inputs and constants).
 */
export function sortTopologically(
  nodes: readonly Node[],
  tensors: readonly Tensor[],
  given: ReadonlySet<number>,
): readonly Node[] {
  const producers = findProducers(nodes, tensors, given)
  const waitingFor = nodes.map((node) => {
    const before = new Set<number>()
    for (const input of node.inputs) {
      if (input < 0 || given.has(input)) continue
      const producer = producers.get(input)
      if (producer === undefined) {
        invalid({ id: 'node.unproduced', node: node.name, tensor: tensors[input]?.name ?? '' }, node.name)
      }
      before.add(producer)
    }
    return before
  })
  if (waitingFor.every((before, i) => [...before].every((j) => j < i))) return nodes
  return sort(nodes, waitingFor)
}

function findProducers(
  nodes: readonly Node[],
  tensors: readonly Tensor[],
  given: ReadonlySet<number>,
): ReadonlyMap<number, number> {
  const producers = new Map<number, number>()
  nodes.forEach((node, index) => {
    for (const output of node.outputs) {
      if (output < 0) continue
      if (producers.has(output) || given.has(output)) {
        invalid({ id: 'node.rewrites', node: node.name, tensor: tensors[output]?.name ?? '' }, node.name)
      }
      producers.set(output, index)
    }
  })
  return producers
}

/** Kahn's algorithm, first come first served. */
function sort(nodes: readonly Node[], waitingFor: readonly ReadonlySet<number>[]): readonly Node[] {
  const followers = nodes.map((): number[] => [])
  const missing = waitingFor.map((before) => before.size)
  waitingFor.forEach((before, i) => {
    for (const j of before) followers[j]?.push(i)
  })
  const ready = nodes.flatMap((_, i) => (missing[i] === 0 ? [i] : []))
  const sorted: Node[] = []
  for (let next = 0; next < ready.length; next++) {
    const index = ready[next] as number
    sorted.push({ ...(nodes[index] as Node), id: sorted.length })
    for (const follower of followers[index] ?? []) {
      missing[follower] = (missing[follower] ?? 0) - 1
      if (missing[follower] === 0) ready.push(follower)
    }
  }
  if (sorted.length < nodes.length) {
    const stuck = nodes.find((_, i) => (missing[i] ?? 0) > 0)?.name ?? ''
    invalid({ id: 'node.cycle', node: stuck }, stuck)
  }
  return sorted
}
