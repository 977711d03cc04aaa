// SPDX-License-Identifier: Apache-2.0
import type { ModelView, NodeView } from '#contract/model'
import { repeatedBlocks } from './blocks'

/** Nodes without a gap, in execution order, that are drawn as one box until it is opened. */
export interface Fold {
  /** Names the box: the body's path, or the number of the first node of a run of blocks. */
  readonly id: string
  readonly nodes: readonly NodeView[]
  readonly what: { readonly kind: 'repetitions'; readonly count: number } | { readonly kind: 'body' }
}

/** A body of fewer nodes is drawn in full. */
const FEWEST_IN_BODY = 2

/** The boxes of a graph: bodies of nodes always, repetitions of a block where they are `collapsed`, none that was `opened`. */
export function folds(model: ModelView, collapsed: boolean, opened: ReadonlySet<string>): Fold[] {
  const hidden = new Set<number>()
  const found: Fold[] = []
  const isFree = (nodes: readonly NodeView[]) => !nodes.some(({ id }) => hidden.has(id))
  for (const fold of [...bodies(model), ...(collapsed ? repetitions(model) : [])]) {
    if (opened.has(fold.id) || !isFree(fold.nodes)) continue
    found.push(fold)
    for (const { id } of fold.nodes) hidden.add(id)
  }
  return found
}

/** The boxes that a node is in, outermost first: all must be opened to see it. */
export function foldsAround(model: ModelView, collapsed: boolean, node: number): string[] {
  return [...bodies(model), ...(collapsed ? repetitions(model) : [])]
    .filter(({ nodes }) => node >= (nodes[0]?.id ?? 0) && node <= (nodes.at(-1)?.id ?? -1))
    .map(({ id }) => id)
}

/** Outer bodies before inner ones. */
function bodies({ nodes }: ModelView): Fold[] {
  const paths = [...new Set(nodes.flatMap(({ body }) => body ?? []))]
  const isWithin = (path: string, outer: string) => path === outer || path.startsWith(`${outer}/`)
  return paths
    .map((path): Fold => {
      const inner = new Set(paths.filter((each) => isWithin(each, path)))
      return {
        id: path,
        nodes: nodes.filter(({ body }) => body !== undefined && inner.has(body)),
        what: { kind: 'body' },
      }
    })
    .filter(({ nodes: within }) => within.length >= FEWEST_IN_BODY && isWithoutGap(within))
    .sort((a, b) => b.nodes.length - a.nodes.length)
}

/** Sorting by what hangs on what may have put others between them. */
function isWithoutGap(nodes: readonly NodeView[]): boolean {
  return (nodes.at(-1)?.id ?? 0) - (nodes[0]?.id ?? 0) === nodes.length - 1
}

/** All blocks of a run but the first, which shows what the others are like. */
function repetitions(model: ModelView): Fold[] {
  return repeatedBlocks(model).map(({ first, length, count }) => ({
    id: String(first),
    nodes: model.nodes.slice(first + length, first + length * count),
    what: { kind: 'repetitions', count: count - 1 },
  }))
}
