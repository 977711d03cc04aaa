// SPDX-License-Identifier: Apache-2.0
import { integerRange } from '#core/model/shape-rules/number-types'
import { type Translate, unsupported } from '../context'
import { Parts } from '../parts'

/** Operations on the bits of whole numbers. */

export const bitwise =
  (fn: 'bitAnd' | 'bitOr' | 'bitXor'): Translate =>
  () => ({ kind: 'Binary', function: fn, activation: 'none' })

/** What is left to all ones. */
export const translateBitwiseNot: Translate = (node) => {
  const [x = -1] = node.inputs
  const { dtype } = node.builder.tensor(x)
  const { least, most } = integerRange(dtype) ?? { least: -1, most: 0 }
  const ones = new Parts(node).constant(least < 0 ? -1 : most, dtype)
  return { operation: { kind: 'Binary', function: 'sub', activation: 'none' }, inputs: [ones, x] }
}

/** To the left, bits that leave the type are gone. */
export const translateBitShift: Translate = (node) => {
  const direction = node.attributes.string('direction', '')
  if (direction === 'RIGHT') return { kind: 'Binary', function: 'shiftRight', activation: 'none' }
  if (direction !== 'LEFT') return unsupported({ id: 'unsupported.unknown', what: 'direction', value: direction })
  const operation = { kind: 'Binary', function: 'shiftLeft', activation: 'none' } as const
  const { least, most } = integerRange(node.builder.tensor(node.inputs[0] ?? -1).dtype) ?? { least: 0, most: 255 }
  const wrap = { kind: 'Unary', function: 'wrap', alpha: least, beta: most - least + 1 } as const
  return { operation: wrap, inputs: [new Parts(node).add(operation, node.inputs)] }
}
