import { choiceName } from '../choice-name'
import { type ConfigurationPair, causeOf, choiceDiffers, type LayerPair, sizeDiffers } from './cause'

/** Why a layer differs, one sentence; empty where it does not. */
export function layerWhy(layer: LayerPair, configurations: ConfigurationPair): string {
  if (!choiceDiffers(layer) && !sizeDiffers(layer)) return ''
  const cause = causeOf(layer, configurations)
  if (!choiceDiffers(layer)) return `Still ${choiceName(layer.b)}, but ${cause}.`
  const weights = inflation(layer)
  return `From ${choiceName(layer.a)} to ${choiceName(layer.b)}: ${cause}${weights}; B’s rule: ${clause(layer.b.reason)}.`
}

function clause(sentence: string): string {
  return sentence.replace(/\.$/, '')
}

/** What the change does to the weights, where it does much. */
function inflation({ a, b }: LayerPair): string {
  const times = (decision: LayerPair['a']) => decision.packedWeightBytes / decision.weightBytes
  if (a.weightBytes === 0 || Math.abs(times(b) - times(a)) < 0.1) return ''
  return `; the stored weights take ${times(b).toFixed(1)} times the size of the plain ones instead of ${times(a).toFixed(1)}`
}
