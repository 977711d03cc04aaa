// SPDX-License-Identifier: Apache-2.0

import type { Lint } from '#contract/advice'
import { type Configuration, type Override, type Setting, settingValue } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import { largest as mostOf } from '#core/model/extremes'
import { profileOf } from '../engines/index'
import { layerOptions, leastPacked, packedOf } from './layer-options'
import { isTimed, timesUnder } from './time'

/** Packed weights beyond this many times the file's are worth a warning. */
const INFLATED = 2

export interface LintContext {
  readonly plan: Plan
  nameOf(node: number): string
  /** The same model under another configuration; null where that cannot be planned. */
  replan(configuration: Configuration): Plan | null
}

/** What is wrong with a plan, most bytes first. */
export function lint(context: LintContext): Lint[] {
  const found = [
    ...ignoredSettings(context),
    workspaceOverActivations(context),
    winogradWithoutGain(context),
    inflatedWeights(context),
  ]
  return found.filter((each) => each !== null).sort((a, b) => b.bytes - a.bytes)
}

function ignoredSettings(context: LintContext): (Lint | null)[] {
  const { configuration } = context.plan
  const declared = profileOf(configuration.profile)?.traits.settings ?? []
  return declared
    .filter(
      (setting) => setting.leastMemory !== undefined && settingValue(setting, configuration) === setting.leastMemory,
    )
    .map((setting) => ignored(context, setting))
}

/** Layers that pack more than they have to although the setting asks for least memory and none of its values would change that. */
function ignored({ plan, nameOf, replan }: LintContext, { id, leastMemory = '' }: Setting): Lint | null {
  const { configuration } = plan
  const heedless = layerOptions(plan, nameOf).flatMap((layer) => {
    const { decision } = layer
    const least = decision.overridden || decision.dependsOn.includes(id) ? null : leastPacked(layer)
    return least === null ? [] : [{ decision, least, packed: packedOf(layer) }]
  })
  if (heedless.length === 0) return null
  const forced: Override[] = heedless.map(({ least }) => least.override)
  const heeded = replan({ ...configuration, overrides: [...(configuration.overrides ?? []), ...forced] })
  const bytes = heeded === null ? 0 : plan.totalBytes - heeded.totalBytes
  if (bytes <= 0) return null
  const layers = heedless.map(({ decision, least, packed }) => ({
    node: decision.node,
    bytes: packed - least.packedWeightBytes,
  }))
  return { kind: 'setting-ignored', setting: id, value: leastMemory, bytes, layers: largestFirst(layers) }
}

function workspaceOverActivations({ plan }: LintContext): Lint | null {
  const activationBytes = plan.totals.activations
  const layers = plan.decisions
    .map(({ node, workspaceBytes }) => ({ node, bytes: workspaceBytes ?? 0 }))
    .filter(({ bytes }) => bytes > activationBytes)
  const [largest] = largestFirst(layers)
  if (largest === undefined) return null
  return { kind: 'workspace-over-activations', bytes: largest.bytes, activationBytes, layers: largestFirst(layers) }
}

function winogradWithoutGain({ plan }: LintContext): Lint | null {
  if (!isTimed(plan)) return null
  const timeOf = timesUnder(plan)
  const layers = plan.decisions.flatMap((decision) => {
    const time = decision.algorithm === 'winograd' ? timeOf(decision) : null
    if (time === null) return []
    const others = decision.candidates.filter(
      (each) => each.algorithm !== 'winograd' && (timeOf(each) ?? Number.POSITIVE_INFINITY) <= time,
    )
    const excess = mostOf(
      others.map(({ packedWeightBytes }) => (decision.packedWeightBytes ?? 0) - (packedWeightBytes ?? 0)),
      0,
    )
    return excess > 0 ? [{ node: decision.node, bytes: excess }] : []
  })
  if (layers.length === 0) return null
  return { kind: 'winograd-without-gain', bytes: sum(layers), layers: largestFirst(layers) }
}

function inflatedWeights({ plan: { decisions } }: LintContext): Lint | null {
  const known = decisions.flatMap(({ node, weightBytes, packedWeightBytes }) =>
    weightBytes === null || packedWeightBytes === null ? [] : [{ node, weightBytes, packedWeightBytes }],
  )
  const inFile = known.reduce((total, { weightBytes }) => total + weightBytes, 0)
  const packed = known.reduce((total, { packedWeightBytes }) => total + packedWeightBytes, 0)
  if (inFile === 0 || packed <= INFLATED * inFile) return null
  const layers = known
    .filter(({ packedWeightBytes, weightBytes }) => packedWeightBytes > INFLATED * weightBytes)
    .map(({ node, packedWeightBytes, weightBytes }) => ({ node, bytes: packedWeightBytes - weightBytes }))
  return { kind: 'inflated-weights', bytes: packed - inFile, ratio: packed / inFile, layers: largestFirst(layers) }
}

function largestFirst<L extends { readonly bytes: number }>(layers: readonly L[]): L[] {
  return [...layers].sort((a, b) => b.bytes - a.bytes)
}

function sum(layers: readonly { readonly bytes: number }[]): number {
  return layers.reduce((total, { bytes }) => total + bytes, 0)
}
