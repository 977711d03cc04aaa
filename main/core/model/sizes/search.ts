// SPDX-License-Identifier: Apache-2.0
import type { Model, Node } from '../graph'
import { ShapeInference } from '../shape-inference'
import type { ShapeStop } from '../shapes'
import { candidateSizes, EVERY_SIZE } from './candidates'
import type { InputSizesPlan } from './input-sizes'

/** Nodes that a search may look at, all walks together, and what a walk counts for at least: a second or so. */
const VISITS = 1 << 18
const LEAST = 64
/**
 * Where nothing but batches is left open: those that a node asks for come first, and others mend nothing but by chance,
 * while somebody waits to be told that the sizes which they gave do not fit.
 */
const VISITS_OF_BATCHES = 1 << 13

/**
 * Sizes of the open dimensions that fit the graph as far as such are found: at the first node that the sizes do not fit,
 * those of the dimensions that reach it are tried that the node itself asks for, that weights have or that are usual, and
 * those are taken with which shapes go furthest. What no size mends is left.
 */
export function fittingSizes(model: Model, plan: InputSizesPlan, usual: readonly number[]): readonly number[] {
  const search = new SizeSearch(model, plan)
  const beyond = new Set<number>()
  let sizes = usual
  for (;;) {
    const { stop } = search.walk(sizes, beyond)
    if (stop === undefined) return sizes
    const better = search.mended(sizes, stop, beyond)
    if (better === undefined) beyond.add(stop.node)
    else sizes = better
    if (search.isOver) return sizes
  }
}

class SizeSearch {
  #visits: number

  constructor(
    private readonly model: Model,
    private readonly plan: InputSizesPlan,
  ) {
    const given = plan.given.some((size) => size !== undefined)
    const onlyBatches = plan.open.dimensions.every(({ role }, i) => role === 'batch' || plan.given[i] !== undefined)
    this.#visits = given && onlyBatches ? VISITS_OF_BATCHES : VISITS
  }

  get isOver(): boolean {
    return this.#visits <= 0
  }

  /** How many nodes it takes to the first that does not fit, but for some that are passed over. */
  walk(sizes: readonly number[], beyond: ReadonlySet<number>): { readonly length: number; readonly stop?: ShapeStop } {
    const { model, plan } = this
    if (!plan.isBearable(sizes)) return { length: -1 }
    const inference = new ShapeInference(
      model,
      plan.dims(sizes),
      (declared) => plan.stated(declared, sizes),
      plan.values,
    )
    this.#visits -= LEAST
    for (const node of model.nodes) {
      this.#visits -= 1
      if (inference.visit(node) || beyond.has(node.id)) continue
      const stop = inference.result().stops.at(-1)
      return { length: node.id, ...(stop && { stop }) }
    }
    return { length: model.nodes.length }
  }

  /** Sizes with which shapes go further than the node, furthest of those that are tried; undefined where none do. */
  mended(sizes: readonly number[], stop: ShapeStop, beyond: ReadonlySet<number>): readonly number[] | undefined {
    const node = this.model.nodes[stop.node]
    if (node === undefined) return undefined
    const groups = this.#groups(node)
    for (const values of [candidateSizes(this.model, node, stop.why), EVERY_SIZE]) {
      let best = { length: stop.node, sizes: undefined as readonly number[] | undefined }
      for (const value of values) {
        for (const group of groups) {
          if (this.isOver) return best.sizes
          const tried = sizes.map((size, i) => (group.includes(i) ? value : size))
          const { length } = this.walk(tried, beyond)
          if (length > best.length) best = { length, sizes: tried }
          if (length === this.model.nodes.length) return tried
        }
      }
      if (best.sizes !== undefined) return best.sizes
    }
    return undefined
  }

  /** Free dimensions that reach the node, as they are changed together: channels first, both edges of an image at once, batches last. */
  #groups(node: Node): readonly (readonly number[])[] {
    const { open, given } = this.plan
    const inputs = inputsBefore(this.model, node)
    const free = open.dimensions.flatMap((dimension, i) =>
      given[i] === undefined && dimension.places.some(({ input }) => inputs.has(input)) ? [{ ...dimension, i }] : [],
    )
    const of = (...roles: string[]) => free.filter(({ role }) => roles.includes(role)).map(({ i }) => i)
    const alone = (list: readonly number[]) => list.map((i) => [i])
    const edges = of('height', 'width')
    return [
      ...alone(of('channels')),
      ...(edges.length > 1 ? [edges] : []),
      ...alone(of('length', 'axis')),
      ...(of('length', 'axis').length > 1 ? [of('length', 'axis')] : []),
      ...alone(edges),
      ...alone(of('batch')),
      ...(free.length > 2 ? [free.map(({ i }) => i)] : []),
    ]
  }
}

/** Inputs of the model that a node depends on, by their position. */
function inputsBefore(model: Model, node: Node): ReadonlySet<number> {
  const reached = new Set(node.inputs)
  for (const before of model.nodes.slice(0, node.id).reverse()) {
    if (before.outputs.some((output) => reached.has(output))) for (const input of before.inputs) reached.add(input)
  }
  return new Set(model.inputs.flatMap(({ tensor }, i) => (reached.has(tensor) ? [i] : [])))
}
