// SPDX-License-Identifier: Apache-2.0
import type { LayoutEdge, LayoutInput, LayoutNode } from './shapes'

/** Nodes that stand below each other and are laid out as one box. */
export interface Chain extends LayoutNode {
  readonly nodes: readonly LayoutNode[]
}

export interface ChainedInput {
  readonly chains: readonly Chain[]
  /** Between two chains, by their ids; those within one are left out. */
  readonly edges: readonly LayoutEdge[]
}

/** Every node as a box of its own. */
export function unjoined({ nodes, edges }: LayoutInput): ChainedInput {
  return { chains: nodes.map((node) => ({ ...node, nodes: [node] })), edges }
}

/**
 * Joins what can only stand below each other: a node that alone reads what another one alone makes. Nodes are in topological
 * order; `gap` is between two of a chain.
 */
export function joinChains({ nodes, edges }: LayoutInput, gap: number): ChainedInput {
  const into = new Map<string, LayoutEdge[]>()
  const outOf = new Map<string, number>()
  for (const edge of edges) {
    const known = into.get(edge.to)
    if (known === undefined) into.set(edge.to, [edge])
    else known.push(edge)
    outOf.set(edge.from, (outOf.get(edge.from) ?? 0) + 1)
  }
  const chainOf = new Map<string, { nodes: LayoutNode[]; width: number; height: number }>()
  const within = new Set<LayoutEdge>()
  for (const node of nodes) {
    const [edge, ...more] = into.get(node.id) ?? []
    const above =
      edge === undefined || more.length > 0 || outOf.get(edge.from) !== 1 ? undefined : chainOf.get(edge.from)
    if (edge === undefined || above === undefined) {
      chainOf.set(node.id, { nodes: [node], width: node.width, height: node.height })
      continue
    }
    above.nodes.push(node)
    above.width = Math.max(above.width, node.width)
    above.height += gap + node.height
    chainOf.set(node.id, above)
    within.add(edge)
  }
  const idOf = (node: string) => chainOf.get(node)?.nodes[0]?.id ?? node
  return {
    chains: [...new Set(chainOf.values())].map((chain) => ({ ...chain, id: chain.nodes[0]?.id ?? '' })),
    edges: edges.flatMap((edge) =>
      within.has(edge) ? [] : [{ id: edge.id, from: idOf(edge.from), to: idOf(edge.to) }],
    ),
  }
}
