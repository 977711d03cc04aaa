// SPDX-License-Identifier: Apache-2.0
import type { NodeView } from '#contract/model'

/** Groups of nodes drawn as one box each, in a graph that stays without circles. */
export interface Contraction {
  /** Joins nodes that are in no group yet; false where a path leaves them and comes back, and nothing is joined. */
  join(nodes: readonly NodeView[]): boolean
}

export function createContraction(nodes: readonly NodeView[]): Contraction {
  const following = followingNodes(nodes)
  /** By node: all nodes of its group; itself alone where it is in none. */
  const groups: (readonly number[])[] = nodes.map(({ id }) => [id])
  return {
    join(wanted) {
      const group = wanted.map(({ id }) => id)
      const within = new Set(group)
      if (group.some((id) => groups[id]?.length !== 1) || comesBack(group, within)) return false
      for (const id of group) groups[id] = group
      return true
    },
  }

  function comesBack(group: readonly number[], within: ReadonlySet<number>): boolean {
    const seen = new Set<number>()
    const pending: number[] = []
    const visit = (from: readonly number[], leaving: boolean): boolean => {
      for (const id of from) {
        for (const next of following[id] ?? []) {
          if (within.has(next)) {
            if (!leaving) return true
          } else if (!seen.has(next)) {
            seen.add(next)
            pending.push(next)
          }
        }
      }
      return false
    }
    visit(group, true)
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const together = groups[next] ?? [next]
      for (const id of together) seen.add(id)
      if (visit(together, false)) return true
    }
    return false
  }
}

/**
 * Node ids in an order in which every node comes after what it reads, and those of a group (by node; undefined: none)
 * stand together, earlier groups first. Without groups it is the order of the model.
 */
export function orderWithGroups(nodes: readonly NodeView[], groupOf: (node: number) => unknown): readonly number[] {
  const following = followingNodes(nodes)
  // A box goes by the first node in it.
  const firstOf = new Map<unknown, number>()
  const boxOf = nodes.map(({ id }) => {
    const group = groupOf(id)
    if (group === undefined) return id
    const first = firstOf.get(group) ?? id
    firstOf.set(group, first)
    return first
  })
  const members: number[][] = nodes.map(() => [])
  /** By box: how many edges come from boxes that have no place yet. */
  const waiting = nodes.map(() => 0)
  const boxesAfter = (id: number) => (following[id] ?? []).map((next) => boxOf[next] ?? next)
  for (const { id } of nodes) {
    const box = boxOf[id] ?? id
    members[box]?.push(id)
    for (const next of boxesAfter(id)) if (next !== box) waiting[next] = (waiting[next] ?? 0) + 1
  }
  const ready = nodes.map(({ id }) => boxOf[id] === id && waiting[id] === 0)
  const order: number[] = []
  for (let box = 0; box < nodes.length; box++) {
    if (!ready[box]) continue
    ready[box] = false
    let earliest = box
    for (const id of members[box] ?? []) {
      order.push(id)
      for (const next of boxesAfter(id)) {
        if (next === box) continue
        waiting[next] = (waiting[next] ?? 0) - 1
        if (waiting[next] !== 0) continue
        ready[next] = true
        earliest = Math.min(earliest, next - 1)
      }
    }
    // One that had to wait for a later one is next.
    box = earliest
  }
  return order
}

function followingNodes(nodes: readonly NodeView[]): readonly (readonly number[])[] {
  const producer = new Map<number, number>()
  const following: number[][] = nodes.map(() => [])
  for (const { id, inputs, outputs } of nodes) {
    for (const tensor of new Set(inputs)) {
      const from = producer.get(tensor)
      if (from !== undefined) following[from]?.push(id)
    }
    for (const tensor of outputs) producer.set(tensor, id)
  }
  return following
}
