import {
  type Configuration,
  DEFAULT_WINOGRAD_LEVEL,
  MEMORY_MODES,
  WINOGRAD_LEVELS,
  type WinogradLevel,
} from '#contract/configuration'
import type { Dependency, Plan } from '#contract/plan'
import { PROFILES, profileOf } from '../engines'
import { layerChoices, leastPacked } from './choices'

/** Fewer threads that are tried. */
const THREADS = [16, 8, 4, 2, 1]
/** Single layers to try an override of: those that would give back most. */
const SINGLE_LAYERS = 3

/** Asks for a plan; null where the configuration cannot be planned. */
type Ask = Generator<Configuration, void, Plan | null>

/**
 * Every configuration worth a look: yields one and is given its plan, so that settings which no layer
 * of that plan depends on are not tried. In the order: settings, threads, builds and versions, overrides.
 */
export function* alternatives(now: Plan, nameOf: (node: number) => string): Ask {
  const { configuration } = now
  yield* settings(configuration, now)
  yield* fewerThreads(configuration)
  if (configuration.isa === 'arm64-fp16' && configuration.precision !== 'low') {
    yield { ...configuration, precision: 'low' }
  }
  for (const profile of relatives(configuration)) {
    const moved = withLevel({ ...configuration, profile }, DEFAULT_WINOGRAD_LEVEL)
    const plan = yield moved
    if (plan !== null) yield* settings(moved, plan)
  }
  yield* overrides(now, nameOf)
}

/** Other memory modes, and under each other Winograd levels, where some layer heeds them. */
function* settings(configuration: Configuration, plan: Plan): Ask {
  yield* levels(configuration, plan)
  if (!dependsOn(plan, 'memory')) return
  for (const memory of MEMORY_MODES.filter((mode) => mode !== configuration.memory)) {
    const changed = { ...configuration, memory }
    const under = yield changed
    if (under !== null) yield* levels(changed, under)
  }
}

function* levels(configuration: Configuration, plan: Plan): Ask {
  if (!dependsOn(plan, 'winogradLevel')) return
  const own = configuration.winogradLevel ?? DEFAULT_WINOGRAD_LEVEL
  // Levels 1 and 2 are the same: the smallest unit only.
  for (const level of WINOGRAD_LEVELS.filter((each) => each !== own && each !== 2)) {
    yield withLevel(configuration, level)
  }
}

function* fewerThreads(configuration: Configuration): Ask {
  for (const threads of THREADS.filter((count) => count < configuration.threads)) yield { ...configuration, threads }
}

/** Other versions and builds of the same engine that have the instruction set. */
function relatives({ profile, isa }: Configuration): string[] {
  const engine = profileOf(profile)?.setup.engine
  return PROFILES.filter(({ setup, traits }) => setup.engine === engine && traits.instructionSets.includes(isa))
    .map(({ traits }) => traits.id)
    .filter((id) => id !== profile)
}

function* overrides(now: Plan, nameOf: (node: number) => string): Ask {
  const gains = layerChoices(now, nameOf).flatMap((layer) => {
    const least = leastPacked(layer)
    if (least === null) return []
    return [{ override: least.override, bytes: layer.decision.packedWeightBytes - least.packedWeightBytes }]
  })
  gains.sort((a, b) => b.bytes - a.bytes)
  const { configuration } = now
  const existing = configuration.overrides ?? []
  for (const { override } of gains.slice(0, SINGLE_LAYERS)) {
    yield { ...configuration, overrides: [...existing, override] }
  }
  if (gains.length > 1) {
    yield { ...configuration, overrides: [...existing, ...gains.map(({ override }) => override)] }
  }
}

function dependsOn(plan: Plan, dependency: Dependency): boolean {
  return plan.decisions.some((decision) => decision.dependsOn.includes(dependency))
}

/** What equals the default is left out, so that equal configurations are equal. */
function withLevel(configuration: Configuration, level: WinogradLevel): Configuration {
  const { winogradLevel: _, ...rest } = configuration
  return level === DEFAULT_WINOGRAD_LEVEL ? rest : { ...rest, winogradLevel: level }
}
