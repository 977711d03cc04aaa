import { type Configuration, INSTRUCTION_SETS, MAX_THREADS, MEMORY_MODES } from '#contract/configuration'
import { fail, type Result } from '#contract/errors'
import type { Plan } from '#contract/plan'
import { PROFILES } from './profiles'
import type { PlanningInput } from './profiles/profile'

/** Plans a model under a configuration, by the rules of the profile that it names. */
export function createPlan(input: PlanningInput): Result<Plan> {
  const objection = objectionTo(input.configuration)
  if (objection !== null) return fail({ code: 'plan/invalid-configuration', message: objection })
  const { profile: id } = input.configuration
  const profile = PROFILES.find((candidate) => candidate.id === id)
  if (profile === undefined) {
    const known = PROFILES.map((candidate) => candidate.id).join(', ')
    return fail({
      code: 'plan/invalid-configuration',
      message: `There is no engine profile “${id}”; the profiles are ${known}.`,
    })
  }
  return profile.plan(input)
}

/** Configurations arrive from outside, whatever their type says. */
function objectionTo({ threads, memory, isa }: Configuration): string | null {
  if (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS) {
    return `The number of threads must be a whole number from 1 to ${MAX_THREADS}, not ${threads}.`
  }
  if (!MEMORY_MODES.includes(memory))
    return `There is no memory mode “${memory}”; the modes are ${MEMORY_MODES.join(', ')}.`
  if (!INSTRUCTION_SETS.includes(isa)) {
    return `There is no instruction set “${isa}”; those planned for are ${INSTRUCTION_SETS.join(', ')}.`
  }
  return null
}
