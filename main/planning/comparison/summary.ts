import type { Comparison } from '#contract/comparison'
import { CATEGORIES } from '#contract/plan'
import { choiceName } from '../choice-name'
import { type ConfigurationPair, causeOf, choiceDiffers, type LayerPair } from './cause'
import { CATEGORY_NAMES, counted, listed, profileName, signedSize, size } from './wording'

export interface NamedLayer extends LayerPair {
  readonly name: string
}

const MOST_LISTED = 3

/** The story of a comparison, two to five sentences: how much, which layers, the largest of them, why, as measured. */
export function summarise(comparison: Omit<Comparison, 'summary' | 'rules'>, layers: readonly NamedLayer[]): string[] {
  const configurations = { a: comparison.a.configuration, b: comparison.b.configuration }
  return [
    totalSentence(comparison),
    changesSentence(layers),
    ...contributorsSentence(layers),
    ...causeSentence(layers, configurations),
    ...measuredSentence(comparison),
  ]
}

function totalSentence({ a, b, deltas, totalDelta }: Omit<Comparison, 'summary' | 'rules'>): string {
  const parts = CATEGORIES.filter((category) => deltas[category] !== 0)
    .sort((left, right) => Math.abs(deltas[right]) - Math.abs(deltas[left]))
    .slice(0, MOST_LISTED)
    .map((category) => `${CATEGORY_NAMES[category]} ${signedSize(deltas[category])}`)
  if (parts.length === 0) return `A and B need the same memory as modelled, ${size(a.totalBytes)}.`
  const detail = listed(parts)
  if (totalDelta === 0)
    return `A and B need the same total as modelled, ${size(a.totalBytes)}, but differently: ${detail}.`
  const direction = totalDelta > 0 ? 'more' : 'less'
  return `As modelled, B needs ${size(totalDelta)} ${direction} than A, ${size(b.totalBytes)} instead of ${size(a.totalBytes)}: ${detail}.`
}

function changesSentence(layers: readonly NamedLayer[]): string {
  if (layers.length === 0) return 'There is no convolution layer to compare.'
  const changes = new Map<string, number>()
  for (const layer of layers.filter(choiceDiffers)) {
    const change = `${choiceName(layer.a)} → ${choiceName(layer.b)}`
    changes.set(change, (changes.get(change) ?? 0) + 1)
  }
  const changed = [...changes.values()].reduce((sum, count) => sum + count, 0)
  if (changed === 0) return `None of the ${counted(layers.length, 'convolution layer')} changes its algorithm.`
  const ordered = [...changes].sort(([, left], [, right]) => right - left)
  const shown = ordered.slice(0, MOST_LISTED).map(([change, count]) => `${count} × ${change}`)
  const rest = ordered.slice(MOST_LISTED).reduce((sum, [, count]) => sum + count, 0)
  const list = listed(rest > 0 ? [...shown, `${rest} others`] : shown)
  const verb = changed === 1 ? 'changes its' : 'change their'
  return `${changed} of ${counted(layers.length, 'convolution layer')} ${verb} algorithm: ${list}.`
}

function weightDelta({ a, b }: LayerPair): number {
  return b.packedWeightBytes - a.packedWeightBytes
}

function contributorsSentence(layers: readonly NamedLayer[]): string[] {
  const moved = layers
    .filter((layer) => weightDelta(layer) !== 0)
    .sort((left, right) => Math.abs(weightDelta(right)) - Math.abs(weightDelta(left)))
  if (moved.length === 0) return []
  const grown = moved.filter((layer) => weightDelta(layer) > 0).length
  const shown = moved.slice(0, MOST_LISTED).map((layer) => `“${layer.name}” (${signedSize(weightDelta(layer))})`)
  const shrunk = moved.length - grown
  const counts = [
    ...(grown > 0 ? [`grow in ${counted(grown, 'layer')}`] : []),
    ...(shrunk > 0 ? [`shrink in ${counted(shrunk, 'layer')}`] : []),
  ]
  return [`Packed weights ${listed(counts)}, most of all ${listed(shown)}.`]
}

/** The cause behind most of the changed bytes; layers that keep their bytes count a little, so that ties are decided. */
function causeSentence(layers: readonly NamedLayer[], configurations: ConfigurationPair): string[] {
  const changed = layers.filter(choiceDiffers)
  if (changed.length === 0) return idleMemoryMode(layers, configurations)
  const weights = new Map<string, { bytes: number; count: number }>()
  for (const layer of changed) {
    const cause = causeOf(layer, configurations)
    const known = weights.get(cause) ?? { bytes: 0, count: 0 }
    weights.set(cause, { bytes: known.bytes + Math.abs(weightDelta(layer)) + 1, count: known.count + 1 })
  }
  const [main] = [...weights].sort(([, left], [, right]) => right.bytes - left.bytes)
  if (main === undefined) return []
  const [cause, { count }] = main
  const scope = count === changed.length ? 'The reason' : `The reason for ${count} of them`
  return [`${scope}: ${cause}.`]
}

/** Answers "did my memory mode do anything?" where it did not. */
function idleMemoryMode(layers: readonly NamedLayer[], { a, b }: ConfigurationPair): string[] {
  if (a.profile !== b.profile || a.memory === b.memory) return []
  const name = profileName(b.profile)
  return layers.some((layer) => layer.b.dependsOn.includes('memory'))
    ? [`Under ${name}, memory modes ${a.memory} and ${b.memory} lead to the same choices here.`]
    : [
        `Changing the memory mode from ${a.memory} to ${b.memory} does nothing: under ${name} no layer’s choice depends on it.`,
      ]
}

function measuredSentence({ a, b }: Omit<Comparison, 'summary' | 'rules'>): string[] {
  if (a.measured === undefined || b.measured === undefined) return []
  const peaks = `${size(a.measured.peakTrackedBytes)} in A and ${size(b.measured.peakTrackedBytes)} in B`
  const times = `${milliseconds(a.measured.inferenceNs)} and ${milliseconds(b.measured.inferenceNs)}`
  return [`Measured in Convscope’s engine, tracked memory peaks at ${peaks}, and one inference takes ${times}.`]
}

function milliseconds(nanoseconds: number): string {
  return `${(nanoseconds / 1e6).toFixed(1)} ms`
}
