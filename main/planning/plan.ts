import {
  type Configuration,
  DEFAULT_PRECISION,
  DEFAULT_WINOGRAD_LEVEL,
  INSTRUCTION_SETS,
  MAX_THREADS,
  MEMORY_MODES,
  PRECISIONS,
  type ProfileTraits,
  WINOGRAD_LEVELS,
} from '#contract/configuration'
import { fail, type Result } from '#contract/errors'
import { spoken } from '#contract/messages/say'
import type { Plan } from '#contract/plan'
import { objectionToOverrides } from './overrides/objection'
import { PROFILES, profileOf } from './profiles'
import type { PlanningInput } from './profiles/profile'

/** Plans a model under a configuration, by the rules of the profile that it names. */
export function createPlan(input: PlanningInput): Result<Plan> {
  const { profile: id } = input.configuration
  const profile = profileOf(id)
  if (profile === undefined) {
    const ids = PROFILES.map(({ traits }) => traits.id)
    return invalid(`There is no engine profile “${id}”; the profiles are ${ids.join(', ')}.`)
  }
  const objection = objectionTo(input.configuration, profile.traits)
  return objection === null ? profile.plan(input) : invalid(objection)
}

function invalid(message: string): Result<never> {
  return fail({ code: 'plan/invalid-configuration', message: spoken(message) })
}

/** Configurations arrive from outside, whatever their type says. */
function objectionTo(configuration: Configuration, traits: ProfileTraits): string | null {
  const { threads, memory, isa } = configuration
  const { precision = DEFAULT_PRECISION, winogradLevel = DEFAULT_WINOGRAD_LEVEL } = configuration
  if (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS) {
    return `The number of threads must be a whole number from 1 to ${MAX_THREADS}, not ${threads}.`
  }
  if (!MEMORY_MODES.includes(memory))
    return `There is no memory mode “${memory}”; the modes are ${MEMORY_MODES.join(', ')}.`
  if (!PRECISIONS.includes(precision)) {
    return `There is no precision “${precision}”; there are ${PRECISIONS.join(', ')}.`
  }
  if (!INSTRUCTION_SETS.includes(isa)) {
    return `There is no instruction set “${isa}”; those planned for are ${INSTRUCTION_SETS.join(', ')}.`
  }
  const { label, instructionSets, hasWinogradLevel } = traits
  if (!instructionSets.includes(isa)) {
    return `${label} has no kernels for the instruction set “${isa}”; it has ${instructionSets.join(', ')}.`
  }
  if (!WINOGRAD_LEVELS.includes(winogradLevel)) {
    return `There is no Winograd memory level ${winogradLevel}; the levels are ${WINOGRAD_LEVELS.join(', ')}.`
  }
  if (!hasWinogradLevel && winogradLevel !== DEFAULT_WINOGRAD_LEVEL) {
    return `${label} has no hint for Winograd’s memory level; only ${DEFAULT_WINOGRAD_LEVEL} can be planned for.`
  }
  return objectionToOverrides(configuration.overrides ?? [])
}
