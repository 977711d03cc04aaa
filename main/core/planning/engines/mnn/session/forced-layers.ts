// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Override } from '#contract/configuration'
import { ok, type Result } from '#contract/errors'
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import { forceLayer } from '#core/planning/selection/force'
import type { AnyExecutor } from '#core/planning/selection/option'
import { applyOverrides } from '#core/planning/selection/overrides/apply'
import type { SelectionRules } from '#core/planning/selection/rules'
import type { Message } from '#messages/message'
import type { ConvertedModel } from '../conversion/converted-model'

export interface ForcedLayers {
  /** By node of what the converter wrote. */
  readonly forced: ReadonlyMap<number, Override>
  readonly notes: readonly Message[]
}

/**
 * Overrides speak of layers of the model: what the converter made of one is alike, and is forced alike. Fails for
 * impossible overrides.
 */
export function forceConverted<E extends AnyExecutor, S>(
  rules: SelectionRules<E, S>,
  layers: readonly ConvLayer[],
  { shaped, sources, parts }: ConvertedModel,
  { overrides = [] }: Configuration,
  settings: S,
): Result<ForcedLayers> {
  const sourceOf = ({ node }: ConvLayer) => sources[node] ?? node
  const firsts = new Map([...layers].reverse().map((layer) => [sourceOf(layer), layer]))
  const named = layers
    .filter((layer) => firsts.get(sourceOf(layer)) === layer)
    .map((layer) => ({ ...layer, name: shaped.model.nodes[layer.node]?.name ?? '' }))
  const applied = applyOverrides(overrides, named, (layer, override) =>
    override.algorithm === 'grouped' && parts.has(sourceOf(layer))
      ? { forced: rules.select(layer, settings) }
      : forceLayer(rules, layer, settings, override),
  )
  if (!applied.ok) return applied
  const { forced, notes } = applied.value
  const all = layers.flatMap((layer) => {
    const found = forced.get(firsts.get(sourceOf(layer))?.node ?? -1)
    return found === undefined ? [] : [[layer.node, found.override] as const]
  })
  return ok({ forced: new Map(all), notes })
}
