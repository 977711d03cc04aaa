// SPDX-License-Identifier: Apache-2.0
import { choiceOf } from '#core/planning/selection/choice'
import type { Message } from '#messages/message'
import { type ConfigurationPair, causeOf, choiceDiffers, type LayerPair, sizeDiffers } from './cause'

/** Why a layer differs, one sentence; null where it does not. */
export function layerWhy(layer: LayerPair, configurations: ConfigurationPair): Message | null {
  if (!choiceDiffers(layer) && !sizeDiffers(layer)) return null
  const cause = causeOf(layer, configurations)
  const [a, b] = [choiceOf(layer.a), choiceOf(layer.b)]
  if (!choiceDiffers(layer)) return { id: 'why.still', choice: b, cause }
  return { id: 'why.changed', a, b, cause, inflation: inflation(layer), reason: layer.b.reason }
}

/** What the change does to the weights, in times their plain size, where it does much. */
function inflation({ a, b }: LayerPair): { readonly a: number; readonly b: number } | null {
  if (a.weightBytes === 0) return null
  const times = {
    a: a.packedWeightBytes / a.weightBytes,
    b: b.packedWeightBytes / b.weightBytes,
  }
  return Math.abs(times.b - times.a) < 0.1 ? null : times
}
