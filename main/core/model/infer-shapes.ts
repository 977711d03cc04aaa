// SPDX-License-Identifier: Apache-2.0
import { fail as failure, ok, type Result } from '#contract/errors'
import type { InputSizes, InputValues } from '#contract/model'
import { elementCount } from './element-count'
import type { Model } from './graph'
import { ReadError } from './read-error'
import { ShapeInference } from './shape-inference'
import type { ShapedModel } from './shapes'
import { type InputSizesPlan, planInputSizes } from './sizes/input-sizes'
import { fittingSizes } from './sizes/search'
import { usualSizes } from './sizes/usual-sizes'

/**
 * Works out every shape for the given sizes of inputs, and the values of constant expressions on the way. Sizes that are
 * neither stated nor given are usual ones, or, where those do not fit the graph, ones that do. Shapes are null downstream
 * of an unsupported operation and where only a run could tell.
 *
 * `values` are elements of inputs that decide shapes; they become constants.
 *
 * A file whose shapes do not fit together is no failure: `stops` tells where. Given sizes that are none of the model's
 * inputs, or that do not fit a graph which fits without them, are a Problem naming input or node.
 */
export function inferShapes(model: Model, given: InputSizes, values: InputValues = {}): Result<ShapedModel> {
  const file = model.fileName ?? null
  try {
    const shaped = shapedWith(model, planInputSizes(model, given, values))
    const [stop] = shaped.stops
    if (stop === undefined || Object.keys(given).length === 0) return ok(shaped)
    if (shapedWith(model, planInputSizes(model, {}, values)).stops.length > 0) return ok(shaped)
    const { name, sourceOp } = model.nodes[stop.node] ?? { name: '', sourceOp: '' }
    const message = { id: 'problem.shapes', operation: sourceOp, node: name, file, why: stop.why } as const
    return failure({ code: stop.code, message, node: name })
  } catch (error) {
    if (!(error instanceof ReadError)) throw error
    return failure({ code: 'run/input-mismatch', message: { id: 'problem.input', file, why: error.why } })
  }
}

function shapedWith(model: Model, plan: InputSizesPlan): ShapedModel {
  const usual = usualSizes(model, plan.open).map((size, i) => plan.given[i] ?? size)
  const isFree = plan.given.some((size) => size === undefined)
  const first = isFree && !plan.isBearable(usual) ? undefined : walk(model, plan, usual)
  const fits = first !== undefined && (first.stops.length === 0 || !isFree)
  const sizes = fits ? usual : fittingSizes(model, plan, usual)
  const assumed = plan.open.dimensions.flatMap(({ name }, i) =>
    plan.given[i] === undefined ? [{ name, size: sizes[i] ?? 1 }] : [],
  )
  return { ...(fits ? first : walk(model, plan, sizes)), assumed }
}

function walk(model: Model, plan: InputSizesPlan, sizes: readonly number[]) {
  const dims = plan.dims(sizes)
  for (const each of dims) elementCount(each ?? [])
  const inference = new ShapeInference(model, dims, (declared) => plan.stated(declared, sizes), plan.values)
  for (const node of model.nodes) inference.visit(node)
  return inference.result()
}
