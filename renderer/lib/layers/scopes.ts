// SPDX-License-Identifier: Apache-2.0
import type { ModelView, NodeView } from '#contract/model'
import { createContraction } from './contraction'
import { scopePaths } from './stages'

/** Nodes that belong together by the structure of the network, in execution order. */
export interface Scope {
  /** Stays the same while the model does. */
  readonly id: string
  /** What it is called; null: by the size of the images in it. */
  readonly name: string | null
  /** 0: a stage of the network; 1: a block of it, and so on. */
  readonly level: number
  readonly nodes: readonly NodeView[]
}

const FEWEST = 2
/** Names that put fewer nodes into stages say too little: sizes of images tell more. */
const ENOUGH = 0.5

const known = new WeakMap<readonly NodeView[], readonly Scope[]>()

/** Stages and blocks of a network, outer ones before what is in them. */
export function scopesOf(model: ModelView): readonly Scope[] {
  const { nodes } = model
  const before = known.get(nodes)
  if (before !== undefined) return before
  const named = namedScopes(nodes)
  const scopes = coverage(nodes, named) >= ENOUGH ? named : sizedStages(model)
  known.set(nodes, scopes)
  return scopes
}

/** How many levels there are; 0 where the network has no parts that are known. */
export function levelsOf(model: ModelView): number {
  return scopesOf(model).reduce((most, { level }) => Math.max(most, level + 1), 0)
}

function namedScopes(nodes: readonly NodeView[]): readonly Scope[] {
  const found = new Map<string, { readonly path: readonly string[]; readonly nodes: NodeView[] }>()
  for (const [at, path] of scopePaths(nodes).entries()) {
    const node = nodes[at]
    for (let length = 1; node !== undefined && length <= path.length; length++) {
      const parts = path.slice(0, length)
      const key = parts.join('/')
      const scope = found.get(key)
      if (scope === undefined) found.set(key, { path: parts, nodes: [node] })
      else scope.nodes.push(node)
    }
  }
  const levels = new Map<string, number>()
  const scopes: Scope[] = []
  const outerFirst = [...found].sort(([, a], [, b]) => a.path.length - b.path.length)
  for (const [key, { path, nodes: within }] of outerFirst) {
    const outer = path.slice(0, -1).join('/')
    const level = levels.get(outer) ?? -1
    // One that is all of another adds nothing to it.
    const same = found.get(outer)?.nodes.length === within.length
    levels.set(key, same ? level : level + 1)
    if (within.length < FEWEST || within.length === nodes.length || same) continue
    scopes.push({ id: `scope:${key}`, name: key, level: level + 1, nodes: within })
  }
  return scopes
}

/** The share of nodes that stages can be drawn around. */
function coverage(nodes: readonly NodeView[], scopes: readonly Scope[]): number {
  const contraction = createContraction(nodes)
  let covered = 0
  for (const scope of scopes) if (scope.level === 0 && contraction.join(scope.nodes)) covered += scope.nodes.length
  return nodes.length === 0 ? 1 : covered / nodes.length
}

/** Runs of nodes whose images have the same size: what a network does before it halves or doubles them. */
function sizedStages({ nodes, tensors }: ModelView): readonly Scope[] {
  const runs: { readonly size: string; readonly nodes: NodeView[] }[] = []
  for (const node of nodes) {
    const size = imageSize(tensors[node.outputs[0] ?? -1]?.dims ?? null)
    const run = runs.at(-1)
    // What has no image, or one value of each channel, belongs to what is around it.
    if (run !== undefined && (size === null || size === run.size)) run.nodes.push(node)
    else runs.push({ size: size ?? '', nodes: [node] })
  }
  return runs
    .filter(({ nodes: within }) => within.length >= FEWEST && within.length < nodes.length)
    .map((run) => ({ id: `size:${run.nodes[0]?.id}`, name: null, level: 0, nodes: run.nodes }))
}

/** Height and width, "80×80"; null where it is no image of several values. */
export function imageSize(dims: readonly number[] | null): string | null {
  const image = dims?.slice(2) ?? []
  return image.some((dim) => dim > 1) ? image.join('×') : null
}
