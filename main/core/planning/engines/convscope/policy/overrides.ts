// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import type { Override } from '#contract/configuration'
import type { Decision } from '#contract/plan'
import type { Attempt } from '#core/planning/selection/overrides/apply'
import type { Message } from '#messages/message'
import { kernelName } from '../lowering/kernel-mapping'
import { isOption, type KernelOption, type LayerKernels, options } from './kernel-options'

/** Whether an override can be met: some kernel that it means takes the layer. */
export function canForce(layer: LayerKernels, override: Override): Attempt<Override> {
  const meant = layer.kernels.filter(({ choice }) => isWanted(choice, override))
  if (meant.some(isOption)) return { forced: override }
  const [refused] = meant
  if (refused !== undefined && 'reason' in refused) return { obstacle: refused.reason }
  const kernels = options(layer).map(({ choice }) => kernelName(choice))
  return { obstacle: { id: 'obstacle.noSuchKernel', kernels } }
}

/** Leaves the policy only what an override allows; all where nothing is left, as for another instruction set. */
export function narrowed(layer: LayerKernels, override: Override | undefined): LayerKernels {
  if (override === undefined) return layer
  const kernels = options(layer).filter(({ choice }) => isWanted(choice, override))
  return kernels.length === 0 ? layer : { ...layer, kernels }
}

/** The decision of a forced layer says so; `own` is what the policy chooses by itself. */
export function overridden<D extends Pick<Decision, 'candidates' | 'reason'>>(
  decision: D,
  override: Override,
  own: KernelOption | null,
): D & Pick<Decision, 'overridden' | 'reason'> {
  const { layers } = override
  const kernel = own === null ? null : kernelName(own.choice)
  const reason: Message = { id: 'forced.insteadOfMode', layers, kernel }
  const { algorithm = 'tiled', unit = null } = own?.choice ?? {}
  return {
    ...decision,
    reason,
    overridden: { by: layers, instead: { algorithm, unit } },
    candidates: decision.candidates.map((candidate) => {
      if (candidate.verdict === 'chosen') return { ...candidate, reason }
      return candidate.packedWeightBytes === null
        ? candidate
        : { ...candidate, reason: { id: 'forced.setAsideShort', layers } }
    }),
  }
}

/** For several groups an override means what every group runs. */
function isWanted(choice: Choice, { algorithm, unit }: Override): boolean {
  if (algorithm === 'grouped') return choice.algorithm === 'grouped'
  const kernel = choice.inner ?? choice
  return kernel.algorithm === algorithm && (unit === undefined || kernel.unit === unit)
}
