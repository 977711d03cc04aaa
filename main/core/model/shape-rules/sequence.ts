// SPDX-License-Identifier: Apache-2.0
import { parseEinsum } from './einsum'
import { allDims, fail, normaliseAxis, notRunnable, one, type Rules } from './rule'

/** Operations along an axis, over places of an image or over time. */
export const sequenceRules = {
  Trilu(operation, context) {
    const dims = context.dims(0)
    if (dims.length < 2) fail({ id: 'shape.rankBelow', dims, least: 2 })
    const k = context.has(1) ? context.values(1)?.[0] : 0
    if (k === undefined) return one(dims, notRunnable({ id: 'unsupported.atRunTime', what: 'diagonal' }))
    return one(dims, { kind: 'Trilu', upper: operation.upper, k })
  },

  CumSum(operation, context) {
    const dims = context.dims(0)
    const { exclusive, reverse } = operation
    const axis = operation.axis ?? context.values(1)?.[0]
    if (axis === undefined) return one(dims, notRunnable({ id: 'unsupported.atRunTime', what: 'axis' }))
    return one(dims, { kind: 'CumSum', axis: normaliseAxis(axis, dims.length), exclusive, reverse })
  },

  ReverseSequence(operation, context) {
    const dims = context.dims(0)
    const batchAxis = normaliseAxis(operation.batchAxis, dims.length)
    const timeAxis = normaliseAxis(operation.timeAxis, dims.length)
    if (context.dims(1).length !== 1 || context.dims(1)[0] !== dims[batchAxis]) {
      fail({ id: 'shape.lengths', lengths: context.dims(1), batch: dims[batchAxis] ?? 0 })
    }
    return one(dims, { kind: 'ReverseSequence', batchAxis, timeAxis })
  },

  AlignTo(operation, context) {
    const [dims, reference] = [context.dims(0), context.dims(1)]
    const axis = operation.axis < 0 ? operation.axis + reference.length : operation.axis
    const fits = dims.at(-1) === reference[axis + dims.length - 1]
    const ones = operation.orLast && !fits ? 0 : Math.max(0, reference.length - axis - dims.length)
    return one([...dims, ...new Array<number>(ones).fill(1)], { kind: 'Alias' })
  },

  Einsum(operation, context) {
    const { terms, output, dims } = parseEinsum(operation.equation, allDims(context))
    return one(dims, { kind: 'Einsum', terms, output })
  },

  GridSample(operation, context) {
    const [dims, grid] = [context.dims(0), context.dims(1)]
    const [batch = 0, channels = 0] = dims
    const rank = dims.length
    if (rank < 4 || rank > 5 || grid.length !== rank || grid[0] !== batch || grid.at(-1) !== rank - 2) {
      fail({ id: 'shape.misfit', role: 'grid', dims: grid, of: dims })
    }
    return one([batch, channels, ...grid.slice(1, -1)], operation)
  },

  RoiAlign(operation, context) {
    const [dims, regions, images] = [context.dims(0), context.dims(1), context.dims(2)]
    if (dims.length !== 4) fail({ id: 'shape.rank', role: 'input', dims, rank: 4 })
    if (regions.length !== 2 || regions[1] !== 4) fail({ id: 'shape.misfit', role: 'regions', dims: regions, of: dims })
    if (images.length !== 1 || images[0] !== regions[0]) {
      fail({ id: 'shape.misfit', role: 'indices', dims: images, of: regions })
    }
    return one([regions[0] ?? 0, dims[1] ?? 0, operation.height, operation.width], operation)
  },

  Recurrent(operation, context) {
    const [dims, weights, recurrence] = [context.dims(0), context.dims(1), context.dims(2)]
    const [times = 0, batch = 0, inputs = 0] = dims
    const [directions = 0, rows = 0, depth] = weights
    const hidden = recurrence[2] ?? 0
    const gates = { rnn: 1, gru: 3, lstm: 4 }[operation.cell]
    const wanted = operation.direction === 'bidirectional' ? 2 : 1
    if (dims.length !== 3) fail({ id: 'shape.rank', role: 'input', dims, rank: 3 })
    if (weights.length !== 3) fail({ id: 'shape.rank', role: 'weights', dims: weights, rank: 3 })
    if (recurrence.length !== 3) fail({ id: 'shape.rank', role: 'recurrenceWeights', dims: recurrence, rank: 3 })
    if (directions !== wanted || rows !== gates * hidden || depth !== inputs) {
      fail({ id: 'shape.recurrence', weights, recurrence, dims })
    }
    const last = [directions, batch, hidden]
    const outputs = [[times, directions, batch, hidden], last, last]
    return { outputs: outputs.slice(0, context.outputCount), operation }
  },
} satisfies Partial<Rules>
