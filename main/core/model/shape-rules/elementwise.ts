// SPDX-License-Identifier: Apache-2.0
import { product, sameDims } from '../dims'
import type { BinaryFunction, Operation } from '../operations/index'
import { castOperation, isInteger } from './number-types'
import { allDims, broadcast, fail, normaliseAxis, one, type RuleContext, type Rules } from './rule'

/** Operations whose output has the shape of their inputs: functions, arithmetic, normalisation. */

/** Largest finite float32: a bound that is left out. */
const FLOAT_MAX = 3.4028234663852886e38

/** Functions that are others among whole numbers. */
const WHOLE: { readonly [fn in BinaryFunction]?: BinaryFunction } = { div: 'truncDiv', pow: 'truncPow' }

export const elementwiseRules = {
  Unary(operation, context) {
    const dims = context.dims(0)
    if (operation.function !== 'clip') {
      const { alpha = 0, beta = 0 } = operation
      return one(dims, { kind: 'Unary', function: operation.function, alpha, beta })
    }
    const alpha = bound(operation.alpha, -FLOAT_MAX, 1, context)
    const beta = bound(operation.beta, FLOAT_MAX, 2, context)
    if (alpha === undefined || beta === undefined) return one(dims, { kind: 'Bound' })
    return one(dims, { kind: 'Unary', function: 'clip', alpha, beta })
  },

  PRelu(operation, context) {
    const dims = context.dims(0)
    const slope = context.dims(1)
    const count = product(slope)
    if (count !== 1 && count !== dims[1] && broadcast([dims, slope]).length !== dims.length) {
      fail({ id: 'shape.misfit', role: 'slope', dims: slope, of: dims })
    }
    return one(dims, operation)
  },

  Binary(operation, context) {
    const whole = WHOLE[operation.function]
    const resolved = whole !== undefined && isInteger(context.dtype(0)) ? { ...operation, function: whole } : operation
    return one(broadcast(allDims(context, 2)), resolved)
  },
  Where: (operation, context) => one(broadcast(allDims(context, 3)), operation),

  BatchNorm(operation, context) {
    const dims = context.dims(0)
    for (const input of [1, 2, 3, 4]) checkChannels(dims, context.dims(input))
    return one(dims, operation)
  },

  Scale(operation, context) {
    const dims = context.dims(0)
    checkChannels(dims, context.dims(1))
    if (context.has(2)) checkChannels(dims, context.dims(2))
    return one(dims, operation)
  },

  LayerNorm(operation, context) {
    const dims = context.dims(0)
    const axis = normaliseAxis(operation.axis, dims.length)
    const count = product(dims.slice(axis))
    for (const input of [1, 2]) {
      if (!context.has(input)) continue
      const factors = context.dims(input)
      if (product(factors) !== count && !sameDims(broadcast([dims, factors]), dims)) {
        fail({ id: 'shape.misfit', role: 'factors', dims: factors, of: dims })
      }
    }
    const rows = dims.map((dim, i) => (i < axis ? dim : 1))
    return {
      outputs: [dims, rows, rows].slice(0, context.outputCount),
      operation: {
        kind: 'LayerNorm',
        axes: dims.length - axis,
        epsilon: operation.epsilon,
        centred: operation.centred ?? true,
      },
    }
  },

  InstanceNorm(operation, context) {
    const dims = context.dims(0)
    checkChannels(dims, context.dims(1))
    checkChannels(dims, context.dims(2))
    return one(dims, operation)
  },

  LRN(operation, context) {
    if (operation.size < 1) fail({ id: 'shape.sizeBelowOne', size: operation.size })
    return one(context.dims(0), operation)
  },

  Softmax(operation, context) {
    const dims = context.dims(0)
    const axis = normaliseAxis(operation.axis, dims.length)
    const endAxis = operation.coerced ? dims.length : axis + 1
    return one(dims, { kind: 'Softmax', axis, endAxis, log: operation.log })
  },

  Identity: (_operation, context) => ({
    outputs: Array.from({ length: context.outputCount }, () => context.dims(0)),
    operation: { kind: 'Alias' },
  }),

  Cast(operation, context) {
    return one(context.dims(0), castOperation(context.dtype(0), operation.to ?? context.dtype(1)))
  },
} satisfies Partial<Rules>

function bound(
  stated: Extract<Operation, { kind: 'Unary' }>['alpha'],
  absent: number,
  input: number,
  context: RuleContext,
): number | undefined {
  if (stated !== undefined) return stated
  return context.has(input) ? context.values(input)?.[0] : absent
}

function checkChannels(dims: readonly number[], parameter: readonly number[]): void {
  if (dims.length < 2 || product(parameter) !== dims[1]) {
    fail({ id: 'shape.misfit', role: 'parameter', dims: parameter, of: dims })
  }
}
