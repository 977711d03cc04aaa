// SPDX-License-Identifier: Apache-2.0
import { product, sameDims } from '../dims'
import { find } from '../folding/found'
import type { FindingOperation } from '../operations/index'
import { fail, normaliseAxis, one, type RuleContext, type Rules, type Shapes } from './rule'

/** Operations that read or write elements by index. */
export const indexingRules = {
  GatherElements(operation, context) {
    const [dims, indices] = [context.dims(0), context.dims(1)]
    const axis = normaliseAxis(operation.axis, dims.length)
    checkWithin(dims, indices, axis)
    return one(indices, { kind: 'GatherElements', axis })
  },

  GatherNd(operation, context) {
    const [dims, indices] = [context.dims(0), context.dims(1)]
    const depth = indices.at(-1) ?? 0
    const { batchDims } = operation
    if (indices.length === 0 || batchDims + depth > dims.length) {
      fail({ id: 'shape.misfit', role: 'indices', dims: indices, of: dims })
    }
    return one([...indices.slice(0, -1), ...dims.slice(batchDims + depth)], operation)
  },

  ScatterElements(operation, context) {
    const [dims, indices] = [context.dims(0), context.dims(1)]
    const axis = normaliseAxis(operation.axis, dims.length)
    checkWithin(dims, indices, axis)
    const updates = context.dims(2)
    if (!sameDims(updates, indices)) fail({ id: 'shape.updates', dims: updates, indices })
    return one(dims, { ...operation, axis })
  },

  ScatterNd(operation, context) {
    const [dims, indices] = [context.dims(0), context.dims(1)]
    const depth = indices.at(-1) ?? 0
    if (indices.length === 0 || depth > dims.length) {
      fail({ id: 'shape.misfit', role: 'indices', dims: indices, of: dims })
    }
    const needed = product(indices.slice(0, -1)) * product(dims.slice(depth))
    const updates = product(context.dims(2))
    if (updates !== needed) fail({ id: 'shape.updateCount', updates, needed })
    return one(dims, operation)
  },

  OneHot(operation, context) {
    const indices = context.dims(0)
    const depth = context.values(1)?.[0]
    if (depth === undefined) return undefined
    const axis = normaliseAxis(operation.axis, indices.length + 1)
    return one([...indices.slice(0, axis), Math.trunc(depth), ...indices.slice(axis)], { kind: 'OneHot', axis })
  },

  TopK(operation, context) {
    const dims = context.dims(0)
    const axis = normaliseAxis(operation.axis, dims.length)
    const k = operation.k ?? context.values(1)?.[0]
    if (k === undefined) return undefined
    const size = dims[axis] ?? 0
    if (k < 0 || k > size) fail({ id: 'shape.topK', k, size })
    const output = dims.map((dim, i) => (i === axis ? k : dim))
    return { outputs: [output, output], operation: { kind: 'TopK', axis, largest: operation.largest } }
  },

  Compress(operation, context) {
    const dims = context.dims(0)
    const axis = normaliseAxis(operation.axis, dims.length)
    const truths = context.values(1)
    if (truths === undefined) return undefined
    const indices = truths.flatMap((truth, i) => (truth === 0 ? [] : [i]))
    const size = dims[axis] ?? 0
    if (indices.some((index) => index >= size)) fail({ id: 'shape.index', index: indices.at(-1) ?? 0, size })
    return one(
      dims.map((dim, i) => (i === axis ? indices.length : dim)),
      { kind: 'Gather', axis, indices },
    )
  },

  DetectionPostProcess(operation) {
    const places = operation.maxDetections * operation.classesPerDetection
    return { outputs: [[1, places, 4], [1, places], [1, places], [1]], operation }
  },

  NonZero: found,
  Unique: found,
  NonMaxSuppression: found,
} satisfies Partial<Rules>

/** All of the inputs have to be known. */
function found(operation: FindingOperation, context: RuleContext): Shapes | undefined {
  const inputs = Array.from({ length: context.inputCount }, (_, i) => {
    if (!context.has(i)) return undefined
    const values = context.values(i)
    return values === undefined ? 'unknown' : { dims: context.dims(i), values }
  })
  const known = inputs.filter((input) => input !== 'unknown')
  if (known.length < inputs.length) return undefined
  return { outputs: find(operation, known).map(({ dims }) => dims), operation: null }
}

function checkWithin(dims: readonly number[], indices: readonly number[], axis: number): void {
  const fits = indices.length === dims.length && indices.every((dim, i) => i === axis || dim <= (dims[i] ?? 0))
  if (!fits) fail({ id: 'shape.misfit', role: 'indices', dims: indices, of: dims })
}
