// SPDX-License-Identifier: Apache-2.0

import type { BudgetAnswer } from '#contract/advice'
import type { Configuration } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import { largest, smallest } from '#core/model/extremes'
import { createPlan } from '../plan'
import type { Steps } from '../steps'
import type { AdviceInput } from './advise'
import { frontier, type Packing } from './knapsack'
import { type LayerOption, type LayerOptions, layerOptions } from './layer-options'
import { remedyOf } from './remedy'
import { modelledTime } from './time'

/** Limits on a layer's workspace that are tried, and plans made under each. */
const MOST_LIMITS = 12
const MOST_PLANS = 10

/**
 * The algorithm of every layer that makes the modelled time least with a total within `budgetBytes`, the
 * rest of the configuration as it is; its own overrides are replaced.
 *
 * Packed weights add up, so the choices worth making are their frontier (knapsack.ts). Workspace and
 * activations share pools and do not add up: what a choice really totals is asked of the plan, and the
 * dearest packing that fits is found by bisection, with layers' workspaces held below several limits in
 * turn. The answer is a plan really made, within the budget.
 */
export function* withinBudget(input: AdviceInput, budgetBytes: number): Steps<BudgetAnswer> {
  const { planning, plan: now, modelFile } = input
  const nameOf = (node: number) => planning.shaped.model.nodes[node]?.name ?? ''
  const { overrides: _, ...free } = now.configuration
  const plain = planned(input, free)
  if (plain === null) throw new Error('a configuration without overrides is always planned')
  const layers = layerOptions(plain, nameOf)
  const capacity = budgetBytes - plain.totals.modelBuffer - plain.totals.activations
  const found: Found = { best: null, leastBytes: Number.POSITIVE_INFINITY }
  for (const offered of preferred(layers)) {
    yield* fastest({ layers: offered, capacity, budgetBytes }, found, (choices, packing) =>
      planned(input, configured(free, choices, packing)),
    )
    if (found.best !== null) return { fits: true, remedy: remedyOf({ plan: now, modelFile, nameOf }, found.best) }
  }
  return { fits: false, leastBytes: found.leastBytes }
}

/** First what the engine can be told for single layers, where it can be told anything; then all that Convscope can show. */
function preferred(layers: readonly LayerOptions[]): (readonly LayerOptions[])[] {
  const told = layers.map((layer) => ({ ...layer, options: layer.options.filter((each) => each.told || each.chosen) }))
  return told.some(({ options }) => options.length > 1) ? [told, layers] : [layers]
}

interface Search {
  readonly layers: readonly LayerOptions[]
  /** What packed weights and workspaces may take. */
  readonly capacity: number
  readonly budgetBytes: number
}

type Choices = readonly (readonly LayerOption[])[]

/** The fastest plan within the budget that the options allow, if there is one. */
function* fastest(
  { layers, capacity, budgetBytes }: Search,
  found: Found,
  plan: (choices: Choices, packing: Packing) => Plan | null,
): Steps<void> {
  for (const limit of workspaceLimits(layers)) {
    const offered = layers.map(({ options }) => options.filter(({ workspaceBytes }) => workspaceBytes <= limit))
    const packings = frontier(offered.map((choices) => choices.map(asItem)))
    const promising = packings.filter(({ bytes }) => bytes <= capacity)
    const least = promising.at(-1)?.time ?? Number.POSITIVE_INFINITY
    // A tighter limit never makes a packing cheaper.
    if (found.best !== null && least >= modelledTime(found.best)) continue
    const tried = promising.length > 0 ? promising : packings.slice(0, 1)
    yield* dearestFitting(tried, budgetBytes, found, (packing) => plan(offered, packing))
  }
}

interface Found {
  best: Plan | null
  /** Of all plans made. */
  leastBytes: number
}

/** Bisects packings (by rising bytes) for the last whose plan fits; the first tells whether any does. */
function* dearestFitting(
  packings: readonly Packing[],
  budgetBytes: number,
  found: Found,
  plan: (packing: Packing) => Plan | null,
): Steps<void> {
  let low = 0
  let high = packings.length - 1
  let at = high
  for (let round = 0; round < MOST_PLANS && low <= high; round++) {
    const packing = packings[at]
    const made = packing === undefined ? null : plan(packing)
    yield
    if (made === null) return
    found.leastBytes = Math.min(found.leastBytes, made.totalBytes)
    if (made.totalBytes <= budgetBytes) {
      found.best = better(found.best, made)
      low = at + 1
    } else high = at - 1
    // After the dearest the smallest, which says whether there is a way at all.
    at = round === 0 ? 0 : (low + high) >> 1
  }
}

function planned({ planning }: AdviceInput, configuration: Configuration): Plan | null {
  const made = createPlan({ ...planning, configuration })
  return made.ok ? made.value : null
}

/** None, and then smaller and smaller ones, down to the least that leaves every layer a choice. */
function workspaceLimits(layers: readonly LayerOptions[]): number[] {
  const least = largest(
    layers.map(({ options }) => smallest(options.map((each) => each.workspaceBytes))),
    0,
  )
  const all = new Set(layers.flatMap(({ options }) => options.map((each) => each.workspaceBytes)))
  const limits = [...all].filter((bytes) => bytes >= least).sort((a, b) => b - a)
  if (limits.length <= MOST_LIMITS) return limits.length === 0 ? [0] : limits
  const step = (limits.length - 1) / (MOST_LIMITS - 1)
  return Array.from({ length: MOST_LIMITS }, (_, index) => limits[Math.round(index * step)] ?? 0)
}

function asItem({ packedWeightBytes, time }: LayerOption) {
  return { bytes: packedWeightBytes, time }
}

/** Overrides for those layers only that the engine would give something else. */
function configured(free: Configuration, offered: Choices, { indices }: Packing): Configuration {
  const overrides = indices.flatMap((index, layer) => {
    const choice = offered[layer]?.[index]
    return choice === undefined || choice.chosen ? [] : [choice.override]
  })
  return overrides.length === 0 ? free : { ...free, overrides }
}

/** The faster one; of equals the smaller. */
function better(a: Plan | null, b: Plan): Plan {
  if (a === null) return b
  const time = modelledTime(b) - modelledTime(a)
  return time < 0 || (time === 0 && b.totalBytes < a.totalBytes) ? b : a
}
