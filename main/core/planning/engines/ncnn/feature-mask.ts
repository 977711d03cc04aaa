// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Override } from '#contract/configuration'
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import { sameChoice } from '#core/planning/selection/choice'
import { choiceOfExecutor } from '#core/planning/selection/option'
import type { NcnnEngine } from './engine'
import type { LayerExecutor } from './rules/executor'
import { rulesOf } from './rules/rules'

/** Bits of key 31 of a .param file’s layer that switch off what decides about algorithms. 20221128:net.cpp, get_masked_option. */
const BITS = { sgemm: 32, winograd: 64 } as const

/** Fewest options first. */
const MASKS = [0, BITS.winograd, BITS.sgemm, BITS.winograd | BITS.sgemm]

/**
 * By node, the key of a forced layer with which the release’s own rules choose what it is forced to: "31=64"; empty where
 * they do so without. Layers that no mask brings there, and all of releases before 20221128, are left out.
 */
export function masksOf(
  engine: NcnnEngine,
  layers: readonly ConvLayer[],
  configuration: Configuration,
  executors: ReadonlyMap<number, LayerExecutor>,
  forced: ReadonlyMap<number, Override>,
): ReadonlyMap<number, string> {
  const found = new Map<number, string>()
  if (!engine.featureMask) return found
  const rules = rulesOf(engine)
  const settings = rules.settingsOf(configuration)
  for (const layer of layers) {
    const executor = executors.get(layer.node)
    if (executor === undefined || !forced.has(layer.node)) continue
    const wanted = choiceOfExecutor(executor)
    const mask = MASKS.find((bits) => {
      const { winograd, sgemm } = settings.layer
      const masked = {
        ...settings.layer,
        winograd: winograd && (bits & BITS.winograd) === 0,
        sgemm: sgemm && (bits & BITS.sgemm) === 0,
      }
      return sameChoice(choiceOfExecutor(rules.select(layer, { ...settings, layer: masked }).chosen), wanted)
    })
    if (mask !== undefined) found.set(layer.node, mask === 0 ? '' : `31=${mask}`)
  }
  return found
}
