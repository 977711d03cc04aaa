// SPDX-License-Identifier: Apache-2.0

import type { Comparison } from '#contract/comparison'
import { CATEGORIES } from '#contract/plan'
import { choiceKey, choiceOf } from '#core/planning/selection/choice'
import type { Message } from '#messages/message'
import {
  type ConfigurationPair,
  causeOf,
  choiceDiffers,
  differingSettings,
  isUncertain,
  type LayerPair,
  sizeDiffers,
} from './cause'
import { engineName } from './wording'

export interface NamedLayer extends LayerPair {
  readonly title: string
}

const MOST_LISTED = 3

/** The story of a comparison, two to five sentences: how much, which layers, the largest of them, why, as measured. */
export function summarise(comparison: Omit<Comparison, 'summary' | 'rules'>, layers: readonly NamedLayer[]): Message[] {
  const { a, b } = comparison
  const configurations = { a: a.configuration, b: b.configuration }
  return [
    totalSentence(comparison),
    changesSentence(layers),
    ...uncertainSentence(layers),
    ...contributorsSentence(layers),
    ...causeSentence(layers, configurations),
    ...measuredSentence(comparison),
  ]
}

function totalSentence({ a, b, deltas, totalDelta }: Omit<Comparison, 'summary' | 'rules'>): Message {
  const parts = CATEGORIES.filter((category) => deltas[category] !== 0)
    .sort((left, right) => Math.abs(deltas[right]) - Math.abs(deltas[left]))
    .slice(0, MOST_LISTED)
    .map((category) => ({ category, delta: deltas[category] }))
  if (totalDelta === null)
    return {
      id: 'total.bounded',
      ...{ a: a.totalBytes, aLeast: a.lowerBound, b: b.totalBytes, bLeast: b.lowerBound },
    }
  if (parts.length === 0) return { id: 'total.same', bytes: a.totalBytes }
  if (totalDelta === 0) return { id: 'total.differently', bytes: a.totalBytes, parts }
  return { id: 'total.differs', a: a.totalBytes, b: b.totalBytes, parts }
}

/** Of layers that have an algorithm on both sides. */
function changesSentence(all: readonly NamedLayer[]): Message {
  const layers = all.filter(({ a, b }) => a.algorithm !== null && b.algorithm !== null)
  if (layers.length === 0) return { id: 'changes.noLayer' }
  const kinds = new Map<string, LayerPair[]>()
  for (const layer of layers.filter(choiceDiffers)) {
    const kind = `${choiceKey(layer.a)} → ${choiceKey(layer.b)}`
    const alike = kinds.get(kind)
    if (alike === undefined) kinds.set(kind, [layer])
    else alike.push(layer)
  }
  const ordered = [...kinds.values()].sort((left, right) => right.length - left.length)
  const count = (some: readonly (readonly LayerPair[])[]) => some.reduce((sum, { length }) => sum + length, 0)
  const changed = count(ordered)
  if (changed === 0) return { id: 'changes.none', layers: layers.length }
  return {
    id: 'changes.some',
    changed,
    layers: layers.length,
    kinds: ordered.slice(0, MOST_LISTED).flatMap((alike) => {
      const [a, b] = [alike[0] && choiceOf(alike[0].a), alike[0] && choiceOf(alike[0].b)]
      return a && b ? [{ count: alike.length, a, b }] : []
    }),
    others: count(ordered.slice(MOST_LISTED)),
  }
}

/** 0 where it is not known. */
function weightDelta({ a, b }: LayerPair): number {
  if (a.packedWeightBytes === null || b.packedWeightBytes === null) return 0
  return b.packedWeightBytes - a.packedWeightBytes
}

function uncertainSentence(layers: readonly NamedLayer[]): Message[] {
  const uncertain = layers.filter(isUncertain)
  const [first] = uncertain
  return first === undefined ? [] : [{ id: 'changes.uncertain', layers: uncertain.length, first: first.title }]
}

function contributorsSentence(layers: readonly NamedLayer[]): Message[] {
  const moved = layers
    .filter((layer) => weightDelta(layer) !== 0)
    .sort((left, right) => Math.abs(weightDelta(right)) - Math.abs(weightDelta(left)))
  if (moved.length === 0) return []
  const grown = moved.filter((layer) => weightDelta(layer) > 0).length
  const most = moved.slice(0, MOST_LISTED).map((layer) => ({ name: layer.title, delta: weightDelta(layer) }))
  return [{ id: 'weights.moved', grown, shrunk: moved.length - grown, most }]
}

/** The cause behind most of the changed bytes; layers that keep their bytes count a little, so that ties are decided. */
function causeSentence(layers: readonly NamedLayer[], configurations: ConfigurationPair): Message[] {
  const changed = layers.filter(choiceDiffers)
  if (changed.length === 0) return idleSettings(layers, configurations)
  const causes = new Map<string, { readonly cause: Message; bytes: number; count: number }>()
  for (const layer of changed) {
    const cause = causeOf(layer, configurations)
    const key = JSON.stringify(cause)
    const known = causes.get(key) ?? { cause, bytes: 0, count: 0 }
    causes.set(key, { cause, bytes: known.bytes + Math.abs(weightDelta(layer)) + 1, count: known.count + 1 })
  }
  const [main] = [...causes.values()].sort((left, right) => right.bytes - left.bytes)
  if (main === undefined) return []
  const { cause, count } = main
  return [{ id: 'story.cause', count: count === changed.length ? null : count, cause }]
}

/** Answers "did my memory mode do anything?", and the same of every other setting, where it did not. */
function idleSettings(layers: readonly NamedLayer[], { a, b }: ConfigurationPair): Message[] {
  if (a.profile !== b.profile || layers.some(sizeDiffers)) return []
  return differingSettings(a, b).map(({ setting, ...values }): Message => {
    const told = { engine: engineName(b.profile), setting, ...values }
    const heeded = layers.some((layer) => layer.b.dependsOn.includes(setting))
    return heeded ? { id: 'story.settingAlike', ...told } : { id: 'story.settingIdle', ...told }
  })
}

function measuredSentence({ a, b }: Omit<Comparison, 'summary' | 'rules'>): Message[] {
  if (a.measured === undefined || b.measured === undefined) return []
  return [
    {
      id: 'story.measured',
      peakA: a.measured.peakTrackedBytes,
      peakB: b.measured.peakTrackedBytes,
      inferenceA: a.measured.inferenceNs,
      inferenceB: b.measured.inferenceNs,
    },
  ]
}
