// SPDX-License-Identifier: Apache-2.0
import { product } from '../dims'
import { fail, normaliseAxis, one, type Rules } from './rule'

/** Operations that keep elements and their order and change only the dims. */
export const reshapeRules = {
  Reshape(operation, context) {
    const dims = context.dims(0)
    const shape = operation.shape ?? context.values(1)
    return shape === undefined ? undefined : one(reshaped(dims, shape, operation.allowZero), { kind: 'Alias' })
  },

  Flatten(operation, context) {
    const dims = context.dims(0)
    const axis = normaliseAxis(operation.axis, dims.length, true)
    return one([product(dims.slice(0, axis)), product(dims.slice(axis))], { kind: 'Alias' })
  },

  Squeeze(operation, context) {
    const dims = context.dims(0)
    const given = operation.axes ?? context.values(1)
    if (given === undefined && context.has(1)) return undefined
    // ONNX Runtime takes an empty list for none.
    const stated = given?.length === 0 ? undefined : given
    const axes = stated?.map((axis) => normaliseAxis(axis, dims.length))
    const wrong = axes?.find((axis) => dims[axis] !== 1)
    if (wrong !== undefined) fail({ id: 'shape.squeeze', axis: wrong, dims })
    return one(
      dims.filter((dim, i) => (axes === undefined ? dim !== 1 : !axes.includes(i))),
      { kind: 'Alias' },
    )
  },

  Unsqueeze(operation, context) {
    const dims = context.dims(0)
    const stated = operation.axes ?? context.values(1)
    if (stated === undefined) return undefined
    const rank = dims.length + stated.length
    const axes = new Set(stated.map((axis) => normaliseAxis(axis, rank)))
    if (axes.size !== stated.length) fail({ id: 'shape.axesRepeat', axes: stated })
    const rest = dims.values()
    return one(
      Array.from({ length: rank }, (_, i) => (axes.has(i) ? 1 : (rest.next().value ?? 1))),
      { kind: 'Alias' },
    )
  },
} satisfies Partial<Rules>

/** 0 copies the dim (unless zero is meant), one -1 takes what is left. */
function reshaped(dims: readonly number[], shape: readonly number[], allowZero: boolean): readonly number[] {
  const wanted = shape.map((dim, i) => (dim === 0 && !allowZero ? (dims[i] ?? 0) : dim))
  const count = product(dims)
  const open = wanted.filter((dim) => dim === -1).length
  const known = product(wanted.filter((dim) => dim !== -1))
  const output = wanted.map((dim) => (dim === -1 ? (known === 0 ? 0 : count / known) : dim))
  if (open > 1 || output.some((dim) => !Number.isInteger(dim) || dim < 0) || product(output) !== count) {
    fail({ id: 'shape.reshape', dims, shape })
  }
  return output
}
