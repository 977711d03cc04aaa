// SPDX-License-Identifier: Apache-2.0
import type { Remedy } from '#contract/advice'
import { type Configuration, fittingSettings } from '#contract/configuration'
import { profileOf } from '../engines/index'

/** Plans that are made of pairs. */
const MOST_PAIRS = 12

/**
 * Remedies by twos, where neither changes what the other does, as configurations that are worth a plan: those first that
 * save most by themselves. What only Convscope can show is combined with nothing.
 */
export function combinations(now: Configuration, remedies: readonly Remedy[]): readonly Configuration[] {
  const real = remedies.flatMap(({ configuration, whatIf, savedBytes }) =>
    configuration === null || whatIf ? [] : [{ configuration, savedBytes }],
  )
  const pairs = real.flatMap((one, index) =>
    real.slice(index + 1).flatMap((other) => {
      const both = merged(now, one.configuration, other.configuration)
      return both === null ? [] : [{ both, savedBytes: one.savedBytes + other.savedBytes }]
    }),
  )
  return pairs
    .sort((a, b) => b.savedBytes - a.savedBytes)
    .slice(0, MOST_PAIRS)
    .map(({ both }) => both)
}

/** What both change; null where both change the same. */
function merged(now: Configuration, a: Configuration, b: Configuration): Configuration | null {
  const ids = [...new Set([now, a, b].flatMap(({ settings }) => Object.keys(settings)))]
  const parts: readonly ((of: Configuration) => unknown)[] = [
    ({ profile }) => profile,
    ({ isa }) => isa,
    ({ threads }) => threads,
    overridesOf,
    ...ids.map(
      (id) =>
        ({ settings }: Configuration) =>
          settings[id],
    ),
  ]
  if (parts.some((part) => part(a) !== part(now) && part(b) !== part(now))) return null
  const changed = <T>(part: (of: Configuration) => T) => (part(b) === part(now) ? part(a) : part(b))
  const profile = changed((of) => of.profile)
  const isa = changed((of) => of.isa)
  const settings = Object.fromEntries(
    ids.flatMap((id) => {
      const value = changed((of) => of.settings[id])
      return value === undefined ? [] : [[id, value]]
    }),
  )
  const { overrides } = overridesOf(b) === overridesOf(now) ? a : b
  return {
    profile,
    isa,
    threads: changed((of) => of.threads),
    settings: fittingSettings(profileOf(profile)?.traits.settings ?? [], { isa, settings }),
    ...(overrides === undefined ? {} : { overrides }),
  }
}

function overridesOf({ overrides = [] }: Configuration): string {
  return JSON.stringify(overrides)
}
