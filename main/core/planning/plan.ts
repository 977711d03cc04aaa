// SPDX-License-Identifier: Apache-2.0
import { type Configuration, INSTRUCTION_SETS, MAX_THREADS, type ProfileTraits } from '#contract/configuration'
import { fail, ok, type Result } from '#contract/errors'
import type { Machine } from '#contract/machine'
import type { Plan } from '#contract/plan'
import type { Message } from '#messages/message'
import type { PlanningInput } from './engine'
import { PROFILES, profileOf } from './engines/index'
import { changed } from './lazy'
import { bounded } from './mistake'
import { modelNotes } from './model-notes'
import { planPeak } from './peak'
import { objectionToOverrides } from './selection/overrides/objection'
import { objectionToSettings } from './settings'

/** Plans a model under a configuration, by the rules of the profile that it names. */
export function createPlan(input: PlanningInput): Result<Plan> {
  const { profile: id } = input.configuration
  const profile = profileOf(id)
  if (profile === undefined) {
    const known = PROFILES.filter(({ traits }) => traits.amongMany !== true).map(({ traits }) => traits.id)
    return invalid({ id: 'problem.plan.profile', profile: id, known })
  }
  const objection = objectionTo(input.configuration, profile.traits)
  if (objection !== null) return invalid(objection)
  return bounded(input.shaped, () => {
    const plan = profile.plan(input)
    if (!plan.ok) return plan
    const { value } = plan
    // An engine that runs here has the times of this machine.
    const timesFor = profile.traits.runsHere === true ? undefined : input.timesFor
    return ok(
      changed(value, {
        peak: planPeak(input.shaped, value.steps),
        ...(timesFor === undefined ? {} : { timesFor }),
        get notes() {
          return [...modelNotes(input.shaped), ...value.notes, ...timesNotes(timesFor)]
        },
      }),
    )
  })
}

function timesNotes(timesFor: Machine | undefined): Message[] {
  return timesFor === undefined ? [] : [{ id: 'note.timesFor', processor: timesFor.processor }]
}

function invalid(message: Message): Result<never> {
  return fail({ code: 'plan/invalid-configuration', message })
}

/** Configurations arrive from outside, whatever their type says. */
function objectionTo(configuration: Configuration, traits: ProfileTraits): Message | null {
  const { threads, isa, overrides = [] } = configuration
  if (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS) {
    return { id: 'problem.plan.threads', threads, most: MAX_THREADS }
  }
  if (!INSTRUCTION_SETS.includes(isa)) {
    return { id: 'problem.plan.isa', isa, known: INSTRUCTION_SETS }
  }
  const { label, instructionSets } = traits
  if (!instructionSets.includes(isa)) {
    return { id: 'problem.plan.profileIsa', engine: label, isa, known: instructionSets }
  }
  return objectionToSettings(traits, configuration) ?? objectionToOverrides(overrides)
}
