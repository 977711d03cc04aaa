// SPDX-License-Identifier: Apache-2.0
import { sameDims } from '../dims'
import { normaliseAxis, notRunnable, one, type Rules } from './rule'

const IN_ROUNDS = notRunnable({ id: 'unsupported.rounds' })

/** Beginnings and ends of bodies. A body is seen as its first round. */
export const controlRules = {
  /** Both bodies run, and the condition chooses: without effects beside the result, that is the same. */
  Choice(_operation, context) {
    const [then, other] = [context.dims(1), context.dims(2)]
    if (sameDims(then, other)) return one(then, { kind: 'Where' })
    context.values(0)
    return undefined
  },

  RoundInput(operation, context) {
    if (operation.given === 'counter') return one(operation.dims, IN_ROUNDS)
    const dims = context.dims(0)
    if (operation.given === 'value') return one(dims, IN_ROUNDS)
    const at = normaliseAxis(operation.axis, dims.length)
    return one([...dims.slice(0, at), ...dims.slice(at + 1)], IN_ROUNDS)
  },

  RoundResult(operation, context) {
    const first = context.dims(0)
    if (operation.given === 'value') return sameDims(first, context.dims(1)) ? one(first, IN_ROUNDS) : undefined
    const rounds = operation.given === 'counted' ? context.values(1)?.[0] : context.dims(1).at(operation.along)
    if (rounds === undefined) return undefined
    const at = normaliseAxis(operation.axis, first.length + 1)
    return one([...first.slice(0, at), rounds, ...first.slice(at)], IN_ROUNDS)
  },
} satisfies Partial<Rules>
