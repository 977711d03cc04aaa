// SPDX-License-Identifier: Apache-2.0
import { isUnknown } from '#contract/plan'
import { choiceOf } from '#core/planning/selection/choice'
import type { Message } from '#messages/message'
import { type ConfigurationPair, causeOf, choiceDiffers, isUncertain, type LayerPair, sizeDiffers } from './cause'

/** Why a layer differs, one sentence; null where it does not. */
export function layerWhy(layer: LayerPair, configurations: ConfigurationPair): Message | null {
  if (isUncertain(layer)) return { id: 'why.unknown', a: isUnknown(layer.a), b: isUnknown(layer.b) }
  if (!choiceDiffers(layer) && !sizeDiffers(layer)) return null
  const cause = causeOf(layer, configurations)
  const [a, b] = [choiceOf(layer.a), choiceOf(layer.b)]
  if (a === null || b === null || !choiceDiffers(layer)) return { id: 'why.still', choice: b, cause }
  return { id: 'why.changed', a, b, cause, inflation: inflation(layer), reason: layer.b.reason }
}

/** What the change does to the weights, in times their plain size, where it does much. */
function inflation({ a, b }: LayerPair): { readonly a: number; readonly b: number } | null {
  const [timesA, timesB] = [inflationOf(a), inflationOf(b)]
  if (timesA === null || timesB === null || Math.abs(timesB - timesA) < 0.1) return null
  return { a: timesA, b: timesB }
}

function inflationOf({ packedWeightBytes, weightBytes }: LayerPair['a']): number | null {
  return packedWeightBytes === null || !weightBytes ? null : packedWeightBytes / weightBytes
}
