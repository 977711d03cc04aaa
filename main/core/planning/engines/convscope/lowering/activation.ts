// SPDX-License-Identifier: Apache-2.0
import type { Node } from '#core/model/graph'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'
import { CONV_ACTIVATIONS, type ConvActivation } from '#core/planning/native/program'

/** A function at the end of an op, by element; `slope` is a constant tensor of one value a channel. */
export interface Activation {
  readonly function: ConvActivation
  readonly alpha: number
  readonly beta: number
  readonly slope: number | null
}

/** alpha · hardSwish(x) + beta. */
export const HARD_SWISH: Activation = { function: 'hardSwish', alpha: 1, beta: 0, slope: null }

/** The same as an operation of its own; not for slopes of channels. */
export function unaryOf({ function: name, alpha, beta }: Activation): Extract<ResolvedOperation, { kind: 'Unary' }> {
  if (name === 'relu6') return { kind: 'Unary', function: 'clip', alpha: 0, beta: 6 }
  if (name === 'prelu') throw new Error('PRelu has slopes of its own.')
  return { kind: 'Unary', function: name, alpha, beta }
}

/** What an op that takes an activation over can do. */
interface Able {
  readonly channels: number
  readonly wholeBlocks: boolean
  readonly slopes: boolean
}

/** The activation that a node is; null where it is none, or none that the op can take over. */
export function activationOf(
  shaped: ShapedModel,
  node: Node,
  operation: ResolvedOperation,
  { channels, wholeBlocks, slopes }: Able,
): Activation | null {
  if (operation.kind === 'PRelu') {
    const [, slope = -1] = node.inputs
    const dims = shaped.constants.get(slope)?.dims
    const elements = dims?.reduce((product, length) => product * length, 1)
    if (!slopes || elements !== channels || channels === 1) return null
    return { function: 'prelu', alpha: 0, beta: 0, slope }
  }
  if (operation.kind !== 'Unary') return null
  const name = CONV_ACTIVATIONS.find((known) => known === operation.function)
  if (name === undefined) return null
  if (name === 'hardSwish') return HARD_SWISH
  const { alpha, beta } = operation
  const keepsZero = name === 'clip' ? alpha <= 0 && beta >= 0 : name === 'hardSigmoid' ? beta <= 0 : name !== 'sigmoid'
  return keepsZero || wholeBlocks ? { function: name, alpha, beta, slope: null } : null
}
