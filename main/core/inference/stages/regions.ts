// SPDX-License-Identifier: Apache-2.0
import type { Model, Node, Rounds } from '#core/model/graph'

/** Nodes that run together, and the tensors that are asked of them. */
export interface Region {
  readonly nodes: readonly Node[]
  readonly outputs: readonly number[]
  /** By id of the nodes that give their results: bodies that run in rounds. */
  readonly loops: ReadonlyMap<number, Loop>
}

/** A body that runs in rounds, as the region around it sees it. */
export interface Loop {
  readonly rounds: Rounds
  readonly body: Region
  /** Tensors from outside that it takes. */
  readonly reads: readonly number[]
}

/** All of a model but what stands in bodies of rounds, which are regions of their own. */
export function regionOf(model: Model): Region {
  return region(model, null, model.outputs)
}

/** What a node takes: one that gives a result of rounds, whatever they take. */
export function readsOf({ loops }: Region, { id, inputs }: Node): readonly number[] {
  return loops.get(id)?.reads ?? inputs
}

function region(model: Model, within: number | null, outputs: readonly number[]): Region {
  const nodes = model.nodes.filter(
    ({ rounds = null, operation }) => rounds === within && operation.kind !== 'RoundInput',
  )
  const giving = new Map(nodes.flatMap(({ id, outputs }) => outputs.map((tensor) => [tensor, id] as const)))
  const loops = new Map<number, Loop>()
  for (const [index, rounds] of (model.rounds ?? []).entries()) {
    if (rounds.within !== within) continue
    const loop = loopOf(model, index, rounds)
    for (const { result } of [...rounds.states, ...rounds.collected]) {
      const node = giving.get(result)
      if (node !== undefined) loops.set(node, loop)
    }
  }
  return { nodes, outputs, loops }
}

function loopOf(model: Model, index: number, rounds: Rounds): Loop {
  const { count, condition, another, states, elements, collected } = rounds
  const ends = [another, ...states.map(({ end }) => end), ...collected.map(({ end }) => end)]
  const body = region(model, index, [...new Set(ends.filter((tensor) => tensor >= 0))])
  const own = new Set<number>([
    rounds.number,
    rounds.going,
    ...[...states, ...elements].map(({ given }) => given),
    ...body.nodes.flatMap(({ outputs }) => outputs),
  ])
  const taken = [
    ...[count, condition, ...states.map(({ start }) => start), ...elements.map(({ of }) => of)],
    ...[...body.outputs, ...body.nodes.flatMap((node) => [...readsOf(body, node), ...conditionsOf(node)])].filter(
      (tensor) => !own.has(tensor),
    ),
  ]
  return { rounds, body, reads: [...new Set(taken.filter((tensor) => tensor >= 0))] }
}

function conditionsOf({ conditions = [] }: Node): readonly number[] {
  return conditions.map(({ tensor }) => tensor)
}
