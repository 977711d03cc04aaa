// SPDX-License-Identifier: Apache-2.0
import type { Model, Node } from './graph'
import { ShapeInference } from './shape-inference'
import type { ShapedModel } from './shapes'

/** What a run has computed so far, by tensor. */
export interface KnownTensors {
  /** Of everything that is there. */
  readonly dims: ReadonlyMap<number, readonly number[]>
  /** The elements of what decides shapes. */
  readonly values: ReadonlyMap<number, readonly number[]>
}

/**
 * Shapes of some nodes of a model, in order, from what a run knows by now: nothing is assumed and nothing is taken from
 * the file on trust. What is known is the model's input. Throws ReadError where values do not fit their shape.
 */
export function shapesInRun(model: Model, { dims, values }: KnownTensors, nodes: readonly Node[]): ShapedModel {
  const known = [...dims].map(([tensor, declaredDims]) => ({ tensor, declaredDims }))
  const inference = new ShapeInference(
    { ...model, inputs: known },
    known.map(({ declaredDims }) => declaredDims),
    () => null,
    values,
  )
  for (const node of nodes) inference.visit(node)
  return { ...inference.result(), assumed: [] }
}
