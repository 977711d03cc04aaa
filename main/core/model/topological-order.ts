// SPDX-License-Identifier: Apache-2.0
import type { Node, Tensor } from './graph'
import { invalid } from './read-error'

/** Some of a model's tensors: a byte outside of the heap for each, where a set takes some forty bytes of it. */
export class TensorFlags {
  readonly #flags: Uint8Array

  constructor(count: number) {
    this.#flags = new Uint8Array(count)
  }

  add(tensor: number): void {
    this.#flags[tensor] = 1
  }

  has(tensor: number): boolean {
    return this.#flags[tensor] === 1
  }
}

/**
 * The nodes in execution order, ids renumbered. Keeps the file's order where that is one already.
 * `given`: tensors that need no producer (inputs and constants).
 */
export function sortTopologically(
  nodes: readonly Node[],
  tensors: readonly Tensor[],
  given: TensorFlags,
): readonly Node[] {
  const producers = findProducers(nodes, tensors, given)
  /** Of an input of a node; -1 of one that has none. */
  const producerOf = (input: number, node: Node): number => {
    if (input < 0 || given.has(input)) return -1
    const why = { id: 'node.unproduced', node: node.name, tensor: tensors[input]?.name ?? '' } as const
    const producer = producers[input] ?? NONE
    return producer === NONE ? invalid(why, node.name) : producer
  }
  // All are looked at: an input that nobody produces is refused wherever it is.
  let isOrder = true
  for (const [i, node] of nodes.entries()) {
    for (const input of node.inputs) if (producerOf(input, node) >= i) isOrder = false
  }
  if (isOrder) return nodes
  const before = (node: Node) => node.inputs.map((input) => producerOf(input, node)).filter((producer) => producer >= 0)
  return sort(
    nodes,
    nodes.map((node) => new Set(before(node))),
  )
}

const NONE = -1

/** By tensor, the node that gives it. */
function findProducers(nodes: readonly Node[], tensors: readonly Tensor[], given: TensorFlags): Int32Array {
  // Outside of the heap, where a map of all tensors would be larger than the tensors themselves.
  const producers = new Int32Array(tensors.length).fill(NONE)
  nodes.forEach((node, index) => {
    for (const output of node.outputs) {
      if (output < 0) continue
      if (producers[output] !== NONE || given.has(output)) {
        invalid({ id: 'node.rewrites', node: node.name, tensor: tensors[output]?.name ?? '' }, node.name)
      }
      producers[output] = index
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
