// SPDX-License-Identifier: Apache-2.0
import type { ModelView, NodeView } from '#contract/model'

/** A block of nodes that occurs several times in a row, in execution order. */
export interface BlockRun {
  /** Id of its first node; the nodes of all repetitions follow without a gap. */
  readonly first: number
  /** Nodes in one block. */
  readonly length: number
  /** How many blocks, the first one included; at least 2. */
  readonly count: number
}

const SHORTEST_BLOCK = 2
const LONGEST_BLOCK = 256
/** A run must take at least this many nodes out of sight to be worth a box of its own. */
const FEWEST_HIDDEN = 3

/**
 * Runs of blocks that are built alike: the same operations with the same windows. Numbers of channels
 * and sizes may differ, as they do along a dense block. Longer savings win over shorter ones; runs do not overlap.
 */
export function repeatedBlocks(model: ModelView): BlockRun[] {
  const kinds = nodeKinds(model)
  const crossings = crossingTensors(model)
  const runs: BlockRun[] = []
  const pending: (readonly [from: number, to: number])[] = [[0, kinds.length]]
  for (let stretch = pending.pop(); stretch !== undefined; stretch = pending.pop()) {
    const [from, to] = stretch
    const run = bestRun(kinds, crossings, from, to)
    if (run === null) continue
    runs.push(run)
    pending.push([from, run.first], [run.first + run.length * run.count, to])
  }
  return runs.sort((a, b) => a.first - b.first)
}

/** The run that hides most nodes of [from, to). */
function bestRun(kinds: readonly number[], crossings: readonly number[], from: number, to: number): BlockRun | null {
  let best: BlockRun | null = null
  let hidden = FEWEST_HIDDEN - 1
  const longest = Math.min(LONGEST_BLOCK, (to - from) >> 1)
  for (let length = SHORTEST_BLOCK; length <= longest; length++) {
    let alike = 0
    for (let at = from; at + length <= to; at++) {
      const same = at + length < to && kinds[at] === kinds[at + length]
      if (same) {
        alike++
        continue
      }
      // kinds repeat with this period over [start, start + alike + length).
      const count = Math.floor(alike / length) + 1
      if ((count - 1) * length > hidden) {
        const start = at - alike
        hidden = (count - 1) * length
        best = { first: start + bestPhase(crossings, start, length, count, alike % length), length, count }
      }
      alike = 0
    }
  }
  return best
}

/** Where blocks begin is arbitrary by the kinds alone: where fewest tensors go from block to block. */
function bestPhase(crossings: readonly number[], start: number, length: number, count: number, slack: number): number {
  let best = 0
  let fewest = Number.POSITIVE_INFINITY
  for (let phase = 0; phase <= slack; phase++) {
    let tensors = 0
    for (let block = 0; block <= count; block++) tensors += crossings[start + phase + block * length] ?? 0
    if (tensors < fewest) [best, fewest] = [phase, tensors]
  }
  return best
}

/** By node: a number that nodes of the same operation and window share. */
function nodeKinds(model: ModelView): number[] {
  const known = new Map<string, number>()
  return model.nodes.map((node) => {
    const text = kindText(model, node)
    const kind = known.get(text) ?? known.size
    known.set(text, kind)
    return kind
  })
}

function kindText(model: ModelView, node: NodeView): string {
  const window = model.tensors[node.inputs[1] ?? -1]
  const kernel = node.op.startsWith('Conv') ? (window?.dims?.slice(2) ?? []) : []
  const strides = node.attributes.filter(({ name }) => /stride|dilat|kernel/i.test(name)).map(({ value }) => value)
  return [node.op, ...kernel, '|', ...strides].join(' ')
}

/** By position: how many tensors are made by a node before it and read by one at or after it. */
function crossingTensors(model: ModelView): number[] {
  const readers = new Map<number, number>()
  for (const node of model.nodes) for (const tensor of node.inputs) readers.set(tensor, node.id)
  const changes = new Array<number>(model.nodes.length + 2).fill(0)
  for (const node of model.nodes) {
    for (const tensor of node.outputs) {
      const last = readers.get(tensor) ?? node.id
      changes[node.id + 1] = (changes[node.id + 1] ?? 0) + 1
      changes[last + 1] = (changes[last + 1] ?? 0) - 1
    }
  }
  let open = 0
  return changes.map((change) => {
    open += change
    return open
  })
}
