// SPDX-License-Identifier: Apache-2.0
import type { RowChoice } from '#contract/choice'
import type { Configuration } from '#contract/configuration'
import type { Decision } from '#contract/plan'
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import { changed } from '#core/planning/lazy'
import { choiceKey } from '#core/planning/selection/choice'
import { choiceOfExecutor } from '#core/planning/selection/option'
import type { Layer } from '#core/planning/selection/rules'
import type { NcnnEngine } from './engine'
import type { LayerExecutor } from './rules/executor'
import { BITS, PLANNED_BITS } from './rules/mask'
import { rulesOf } from './rules/rules'

/** Fewest options first. */
const MASKS = [0, BITS.winograd, BITS.sgemm, BITS.winograd | BITS.sgemm]

/** By node and choice (choiceKey), the key of the layer with which the release’s own rules choose it: "31=64"; empty: the file as it is. */
export type Masks = ReadonlyMap<number, ReadonlyMap<string, string>>

/** What single layers can be told. Nothing in releases before 20221128. */
export function masksOf(engine: NcnnEngine, layers: readonly ConvLayer[], configuration: Configuration): Masks {
  if (!engine.featureMask) return new Map()
  const rules = rulesOf(engine)
  const settings = rules.settingsOf(configuration)
  const alike = new Map<string, ReadonlyMap<string, string>>()
  return new Map(
    layers.map(({ node, ...layer }) => {
      const key = JSON.stringify(layer)
      const found = alike.get(key) ?? masksOfLayer(layer, (each) => rules.select(each, settings).chosen)
      alike.set(key, found)
      return [node, found] as const
    }),
  )
}

function masksOfLayer(layer: Layer, chosen: (layer: Layer) => LayerExecutor): ReadonlyMap<string, string> {
  const { featureMask: now = 0 } = layer
  // What else the file switches off for the layer stays so.
  const others = now & ~(BITS.winograd | BITS.sgemm)
  const found = new Map<string, string>()
  for (const featureMask of [now, ...MASKS.map((bits) => bits | others)]) {
    const choice = choiceKey(choiceOfExecutor(chosen({ ...layer, featureMask })))
    if (!found.has(choice)) found.set(choice, featureMask === now ? '' : `31=${featureMask}`)
  }
  return found
}

/** A decision with what the engine would be told for its candidates, and for what it is forced to. */
export function withMasks(decision: Decision, masks: Masks): Decision {
  const own = masks.get(decision.node)
  if (own === undefined) return decision
  const toldFor = (choice: RowChoice) => {
    const told = own.get(choiceKey(choice))
    return told === undefined ? {} : { told }
  }
  const { candidates, overridden } = decision
  return changed(decision, {
    candidates: candidates.map((each) => ({ ...each, ...toldFor({ ...each, inner: null }) })),
    ...(overridden && { overridden: { ...overridden, ...toldFor(decision) } }),
  })
}

/** Layers whose masks have bits that plans leave out of account. */
export function halfPlannedMasks({ featureMask: heeded }: NcnnEngine, layers: readonly ConvLayer[]): number[] {
  if (!heeded) return []
  return layers.flatMap(({ node, featureMask = 0 }) => ((featureMask & ~PLANNED_BITS) === 0 ? [] : [node]))
}
