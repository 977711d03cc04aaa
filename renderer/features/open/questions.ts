// SPDX-License-Identifier: Apache-2.0
import type { Configuration, ProfileId, ProfileTraits } from '#contract/configuration'
import { changedConfiguration, traitsOf } from '../../lib/configurations'
import { actions } from '../../store'

/** What a newcomer wants to know. */
export const QUESTIONS = ['upgrade', 'costs', 'target'] as const
export type Question = (typeof QUESTIONS)[number]

/** A model: a path, or the id of a sample. */
export interface ModelSource {
  readonly kind: 'file' | 'sample'
  readonly at: string
}

/** The release that an upgrade would be from where nobody has said: of the engine's, the first that people name. */
export function firstRelease(profiles: readonly ProfileTraits[], profile: ProfileId): ProfileId | null {
  const own = traitsOf(profiles, profile).group
  const group = JSON.stringify(own)
  const others = profiles.filter((each) => each.amongMany !== true && JSON.stringify(each.group) === group)
  return own === undefined ? null : (others.find(({ id }) => id !== profile)?.id ?? null)
}

/** Opens the model as the comparison of two releases, which share all other settings. */
export async function askUpgrade(
  source: ModelSource,
  profiles: readonly ProfileTraits[],
  before: ProfileId,
  configuration: Configuration,
): Promise<void> {
  const baseline = changedConfiguration(profiles, configuration, { profile: before })
  await opened(source, { configuration, baseline, tab: 'compare' })
  actions.keepPanel({ compareLinked: true })
}

/** Opens the model where every byte has its place; `configuration`: on what, or as it was left. */
export function askCosts(source: ModelSource, configuration?: Configuration): Promise<void> {
  return opened(source, { tab: 'map', ...(configuration === undefined ? {} : { configuration }) })
}

/** Opens the model with all engines and releases beside each other. */
export async function askEngines(source: ModelSource, configuration: Configuration): Promise<void> {
  await opened(source, { configuration, tab: 'releases' })
  actions.keepPanel({ releasesScope: 'all' })
}

function opened({ kind, at }: ModelSource, holding: Parameters<typeof actions.openPath>[1]): Promise<void> {
  return kind === 'file' ? actions.openPath(at, holding) : actions.openSample(at, holding)
}
