// SPDX-License-Identifier: Apache-2.0
import { fail, notRunnable, one, type Rules } from './rule'

/** Operations on shapes: their results are constants once shapes are known. */
export const constantRules = {
  Shape: (_operation, context) => one([context.dims(0).length], null),
  Rank: () => one([], null),
  Size: () => one([], null),

  Range(_operation, context) {
    const [start, limit, delta] = [0, 1, 2].map((input) => context.values(input)?.[0])
    if (start === undefined || limit === undefined || delta === undefined) return undefined
    if (delta === 0) fail({ id: 'shape.stepZero' })
    return one([Math.max(0, Math.ceil((limit - start) / delta))], { kind: 'Range', start, step: delta })
  },

  Random(operation, context) {
    const dims = operation.dims ?? context.values(0)
    return dims === undefined ? undefined : one(dims, { kind: 'Random', seed: operation.seed })
  },

  ConstantOfShape(_operation, context) {
    const dims = context.values(0)
    return dims === undefined ? undefined : one(dims, null)
  },

  Fill(_operation, context) {
    const dims = context.values(0)
    return dims === undefined ? undefined : one(dims, notRunnable({ id: 'unsupported.atRunTime', what: 'value' }))
  },
} satisfies Partial<Rules>
