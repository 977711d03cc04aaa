// SPDX-License-Identifier: Apache-2.0
import type { Configuration, ProfileTraits, Setting } from '#contract/configuration'
import type { Result } from '#contract/errors'
import type { EngineLadder, Ladder } from '#contract/releases'
import { configurationKey, traitsOf } from './configurations'

/** All releases of an engine, for each value of the setting whose meaning has changed. */
export interface LaddersState {
  /** What was asked for. */
  readonly of: Configuration
  /** Made so far. */
  readonly plans: number
  readonly answer: Result<readonly Ladder[]> | null
}

/** All engines and their releases. */
export interface EnginesState {
  /** What was asked for. */
  readonly of: Configuration
  /** Made so far. */
  readonly plans: number
  readonly answer: Result<readonly EngineLadder[]> | null
}

/** The setting that tells ladders apart; null where there is none. */
export function redefinedSetting(profiles: readonly ProfileTraits[], { profile }: Configuration): Setting | null {
  return traitsOf(profiles, profile).settings.find(({ redefined }) => redefined === true) ?? null
}

/** Whether ladders that were asked for say all about another configuration: it differs only in what they go through. */
export function coversConfiguration(
  profiles: readonly ProfileTraits[],
  { of, answer }: LaddersState,
  configuration: Configuration,
): boolean {
  const own = redefinedSetting(profiles, of)?.id
  const [asked, wanted] = [of, configuration].map(({ settings, ...others }) => {
    const { [own ?? '']: _, ...rest } = settings
    return configurationKey({ ...others, profile: '', settings: rest })
  })
  if (asked !== wanted) return false
  if (of.profile === configuration.profile) return true
  const [first] = answer?.ok ? answer.value : []
  return first?.releases.some((release) => release.configuration.profile === configuration.profile) ?? false
}
