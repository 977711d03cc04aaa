// SPDX-License-Identifier: Apache-2.0
import type { FusedActivation, Operation } from '#core/model/operations/index'
import type { NcnnLayer } from '../context'
import { floats, int } from '../parameters'

/** The activation that a layer runs on its own result (20260526: src/layer/fused_activation.h). */

export const ACTIVATED = { activationType: int(9), activationParams: floats(10) }

interface Activation {
  readonly activationType: number
  readonly activationParams?: readonly number[] | undefined
}

/** What Conv and its like carry themselves: no function, or the only one of the activation. */
function fusedActivation({ activationType, activationParams = [] }: Activation): FusedActivation | undefined {
  if (activationType === 0) return 'none'
  if (activationType === 1) return 'relu'
  return activationType === 3 && activationParams[0] === 0 && activationParams[1] === 6 ? 'relu6' : undefined
}

/** The layer's main node, and its activation after it where that is a node of its own. */
export function finishActivated<Kind extends 'Conv' | 'ConvTranspose'>(
  layer: NcnnLayer,
  operation: Omit<Extract<Operation, { kind: Kind }>, 'activation'>,
  inputs: readonly number[],
  activation: Activation,
  rank: number,
): undefined {
  const fused = fusedActivation(activation)
  const whole = { ...operation, activation: fused ?? 'none' } as Operation
  if (fused !== undefined) return layer.finish(whole, inputs, rank)
  return finishWith(layer, layer.main(whole, inputs), activation, rank)
}

/** The activation of what the layer's main node gave. */
export function finishWith(layer: NcnnLayer, x: number, activation: Activation, rank: number): undefined {
  const { activationType, activationParams: [a = 0, b = 0] = [] } = activation
  switch (activationType) {
    case 0:
      return layer.finish({ kind: 'Identity' }, [x], rank)
    case 1:
      return layer.finish({ kind: 'Unary', function: 'relu' }, [x], rank)
    case 2:
      return layer.finish({ kind: 'Unary', function: 'leakyRelu', alpha: a }, [x], rank)
    case 3:
      return layer.finish({ kind: 'Unary', function: 'clip', alpha: a, beta: b }, [x], rank)
    case 4:
      return layer.finish({ kind: 'Unary', function: 'sigmoid' }, [x], rank)
    case 5:
      return layer.finish({ kind: 'Unary', function: 'mish' }, [x], rank)
    case 6:
      return finishHardSwish(layer, x, a, b, rank)
    default: {
      const why = { id: 'unsupported.unknown', what: 'fusedActivation', value: activationType } as const
      return layer.finish({ kind: 'Unsupported', why }, [x], rank)
    }
  }
}

/** x · clip(alpha · x + beta, 0, 1). The standard alpha is written with seven digits. */
export function finishHardSwish(layer: NcnnLayer, x: number, alpha: number, beta: number, rank: number): undefined {
  if (Math.abs(alpha - 1 / 6) < 1e-6 && beta === 0.5) {
    return layer.finish({ kind: 'Unary', function: 'hardSwish' }, [x], rank)
  }
  const gate = layer.part({ kind: 'Unary', function: 'hardSigmoid', alpha, beta }, [x])
  return layer.finish({ kind: 'Binary', function: 'mul', activation: 'none' }, [x, gate], rank)
}
