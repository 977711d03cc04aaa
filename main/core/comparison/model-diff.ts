// SPDX-License-Identifier: Apache-2.0
import type { SavedModel, SavedNode } from '#contract/document'
import type { ModelDiff, NodeDiff, NodeDifference } from '#contract/model-diff'
import { layerTitles } from '#messages/plain-text'
import { matchNodes } from './match-nodes'
import { modelChanges } from './model-changes'
import { statedAttributes } from './stated-attributes'

/** How two models differ; null where both are of one file. Ids in the open model are those of B. */
export function modelDiff(a: SavedModel, b: SavedModel): ModelDiff | null {
  if (a.sha256 === b.sha256) return null
  const matches = matchNodes(a, b)
  const toA = new Map([...matches].map(([idA, idB]) => [idB, idA]))
  const nodes = inOrder(
    a.nodes.map((_, id) => id),
    matches,
    b.nodes.map((node, id) => {
      const before = toA.get(id)
      return before === undefined ? only('added', b, id) : both(a, before, b, id, node)
    }),
    (id) => only('removed', a, id),
  )
  const counts = { same: 0, changed: 0, added: 0, removed: 0 }
  for (const { kind } of nodes) counts[kind] += 1
  const { fileName, sha256 } = a
  return {
    a: { fileName, sha256 },
    b: { fileName: b.fileName, sha256: b.sha256 },
    changes: modelChanges(a, b).changes.map(({ message }) => message),
    nodes,
    counts,
  }
}

/** Nodes of B, and before each what of A came before its match and has none. */
function inOrder(
  ofA: readonly number[],
  matches: ReadonlyMap<number, number>,
  ofB: readonly NodeDiff[],
  removed: (id: number) => NodeDiff,
): NodeDiff[] {
  const gone = ofA.filter((id) => !matches.has(id))
  let next = 0
  const nodes: NodeDiff[] = []
  const goneBefore = (id: number) => {
    for (let first = gone[next]; first !== undefined && first < id; first = gone[next]) {
      nodes.push(removed(first))
      next += 1
    }
  }
  for (const node of ofB) {
    if (node.a !== null) goneBefore(node.a)
    nodes.push(node)
  }
  goneBefore(Number.POSITIVE_INFINITY)
  return nodes
}

function only(kind: 'added' | 'removed', { nodes }: SavedModel, id: number): NodeDiff {
  const [a, b] = kind === 'added' ? [null, id] : [id, null]
  return { kind, a, b, node: b, title: layerTitles(nodes)[id] ?? '', op: nodes[id]?.op ?? '', differences: [] }
}

function both(a: SavedModel, idA: number, b: SavedModel, idB: number, node: SavedNode): NodeDiff {
  const before = a.nodes[idA]
  const differences = before === undefined ? [] : differencesOf(before, node, a.format === b.format)
  const changed = differences.some((difference) => difference !== 'size' && difference !== 'name')
  const title = layerTitles(b.nodes)[idB] ?? ''
  return { kind: changed ? 'changed' : 'same', a: idA, b: idB, node: idB, title, op: node.op, differences }
}

/** What either side does not say is no difference; formats state attributes each in their own way. */
function differencesOf(a: SavedNode, b: SavedNode, oneFormat: boolean): NodeDifference[] {
  const differ = <T>(x: T | undefined, y: T | undefined) =>
    x !== undefined && y !== undefined && JSON.stringify(x) !== JSON.stringify(y)
  const found: readonly (readonly [NodeDifference, boolean])[] = [
    ['operation', a.op !== b.op],
    ['attributes', oneFormat && a.op === b.op && differ(statedAttributes(a), statedAttributes(b))],
    ['weights', differ(a.weights, b.weights)],
    ['size', differ(a.dims, b.dims)],
    ['name', a.name !== b.name],
  ]
  return found.flatMap(([difference, holds]) => (holds ? [difference] : []))
}
