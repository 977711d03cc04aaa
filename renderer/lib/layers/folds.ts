// SPDX-License-Identifier: Apache-2.0
import type { ModelView, NodeView } from '#contract/model'
import { repeatedBlocks } from './blocks'
import { createContraction } from './contraction'
import { levelsOf, scopesOf } from './scopes'

/** Nodes, in execution order, that are drawn as one box until it is opened. */
export interface Fold {
  /** Names the box: the body's path, the scope's id, or the number of the first node of a run of blocks. */
  readonly id: string
  readonly nodes: readonly NodeView[]
  readonly what:
    | { readonly kind: 'repetitions'; readonly count: number }
    | { readonly kind: 'body' }
    /** A stage or block; null: it goes by the size of its images. */
    | { readonly kind: 'scope'; readonly name: string | null }
}

/** What is drawn as a box. */
export interface Folding {
  /** Repetitions of a block. */
  readonly collapsed: boolean
  /** Stages (0), blocks in them (1) and so on, and everything within; null: none. */
  readonly level: number | null
  /** Boxes that are drawn in full all the same (Fold.id). */
  readonly opened: ReadonlySet<string>
}

/** A body of fewer nodes is drawn in full. */
const FEWEST_IN_BODY = 2

/** The boxes of a graph, which has no circle with them: bodies of nodes always, the others as they are wanted. */
export function folds(model: ModelView, folding: Folding): Fold[] {
  const contraction = createContraction(model.nodes)
  return candidates(model, folding).filter((fold) => !folding.opened.has(fold.id) && contraction.join(fold.nodes))
}

/** The boxes that a node is in, outermost first: all must be opened to see it. */
export function foldsAround(model: ModelView, folding: Folding, node: number): string[] {
  return candidates(model, folding)
    .filter(({ nodes }) => nodes.some(({ id }) => id === node))
    .map(({ id }) => id)
}

/** For each level of stages and blocks, outermost first, how many boxes are drawn when it is folded. */
export function boxesByLevel(model: ModelView): readonly number[] {
  return Array.from({ length: levelsOf(model) }, (_, level) => {
    const found = folds(model, { collapsed: false, level, opened: new Set() })
    return model.nodes.length - found.reduce((hidden, { nodes }) => hidden + nodes.length - 1, 0)
  })
}

/** Everything that could be a box, what holds others before them. */
function candidates(model: ModelView, { collapsed, level }: Folding): readonly Fold[] {
  const nested = [...bodies(model), ...(level === null ? [] : scopes(model, level))]
  return [...nested.sort((a, b) => b.nodes.length - a.nodes.length), ...(collapsed ? repetitions(model) : [])]
}

function scopes(model: ModelView, from: number): readonly Fold[] {
  return scopesOf(model)
    .filter(({ level }) => level >= from)
    .map(({ id, name, nodes }) => ({ id, nodes, what: { kind: 'scope', name } }))
}

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
    .filter(({ nodes: within }) => within.length >= FEWEST_IN_BODY)
}

/** All blocks of a run but the first, which shows what the others are like. */
function repetitions(model: ModelView): Fold[] {
  return repeatedBlocks(model).map(({ first, length, count }) => ({
    id: String(first),
    nodes: model.nodes.slice(first + length, first + length * count),
    what: { kind: 'repetitions', count: count - 1 },
  }))
}
