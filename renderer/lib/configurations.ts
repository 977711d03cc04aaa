// SPDX-License-Identifier: Apache-2.0
import {
  type Configuration,
  fittingSettings,
  INSTRUCTION_SETS,
  type InstructionSet,
  type ProfileId,
  type ProfileTraits,
} from '#contract/configuration'

/** One text per configuration: the key under which its measurements are kept. */
export function configurationKey({ profile, threads, isa, settings, overrides = [] }: Configuration): string {
  const values = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1))
  const forced = overrides.map(({ layers, algorithm, unit }) => [layers, algorithm, unit])
  return JSON.stringify([profile, threads, isa, values, forced])
}

/** One that main has not told of (yet) goes by its id; main decides about it. */
export function traitsOf(profiles: readonly ProfileTraits[], id: ProfileId): ProfileTraits {
  const unknown = {
    id,
    label: { id: 'engine.other', name: id } as const,
    instructionSets: INSTRUCTION_SETS,
    settings: [],
  }
  return profiles.find((profile) => profile.id === id) ?? unknown
}

interface Offer {
  readonly value: ProfileId
  readonly label: string
}

/** Profiles as a list offers them: those of a group under its heading, newest first, the others on their own behind them. */
export function groupedProfiles(
  profiles: readonly ProfileTraits[],
  say: (message: ProfileTraits['label']) => string,
): (Offer | { readonly group: string; readonly items: Offer[] })[] {
  const groups = new Map<string, Offer[]>()
  const single: Offer[] = []
  for (const { id, label, group } of profiles) {
    const offer = { value: id, label: say(label) }
    if (group === undefined) single.push(offer)
    else groups.set(say(group), [offer, ...(groups.get(say(group)) ?? [])])
  }
  return [...[...groups].map(([group, items]) => ({ group, items })), ...single]
}

/**
 * The configuration with a change made, fit for its profile: the instruction set stays where the
 * profile has it, else one of the same family takes its place; what the profile does not have is
 * dropped, and so is what equals the default.
 */
export function changedConfiguration(
  profiles: readonly ProfileTraits[],
  before: Configuration,
  change: Partial<Configuration>,
): Configuration {
  const { overrides = [], ...changed } = { ...before, ...change }
  const { instructionSets } = traitsOf(profiles, changed.profile)
  const declared = profiles.find(({ id }) => id === changed.profile)?.settings
  const isa = nearest(changed.isa, instructionSets)
  return {
    ...changed,
    isa,
    settings:
      declared === undefined ? changed.settings : fittingSettings(declared, { isa, settings: changed.settings }),
    ...(overrides.length > 0 ? { overrides } : {}),
  }
}

const FAMILIES: readonly (readonly InstructionSet[])[] = [
  ['sse', 'avx2', 'avx512'],
  ['arm32', 'arm64', 'arm64-fp16'],
]

/** The best set of the same family that is not above `wanted`. */
function nearest(wanted: InstructionSet, offered: readonly InstructionSet[]): InstructionSet {
  if (offered.includes(wanted)) return wanted
  const family = FAMILIES.find((members) => members.includes(wanted)) ?? []
  const below = family.slice(0, family.indexOf(wanted)).filter((member) => offered.includes(member))
  const above = family.filter((member) => offered.includes(member))
  return below.at(-1) ?? above[0] ?? offered[0] ?? wanted
}

export function sameConfiguration(a: Configuration, b: Configuration): boolean {
  return configurationKey(a) === configurationKey(b)
}

/** What the window starts with, on a machine that executes `isas` (best first). */
export function defaultConfiguration(
  profiles: readonly ProfileTraits[],
  isas: readonly InstructionSet[],
  processors: number,
): Configuration {
  const first = profiles.find(({ offeredFirst }) => offeredFirst)
  return {
    profile: first?.id ?? '',
    threads: Math.max(1, Math.min(4, processors)),
    isa: first?.defaultIsa ?? isas[0] ?? 'avx2',
    settings: {},
  }
}
