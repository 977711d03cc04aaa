import type { Configuration, ProfileTraits } from '#contract/configuration'
import type { EntrySource } from '#contract/history'
import { configurationName, configurationParts } from '../../lib/labels'

export interface SideNames {
  /** What holds for every side; empty where that is nothing or everything. */
  readonly shared: string
  /** What each side differs by, in the order of the sides. */
  readonly names: readonly SideName[]
}

export interface SideName {
  /** Its own name, if it has one, and what tells it from the others. */
  readonly short: string
  /** With its whole configuration. */
  readonly whole: string
}

const PARTS = ['profile', 'memory', 'threads', 'isa', 'precision', 'winogradLevel', 'overrides'] as const

/**
 * Names of sides that stand below each other: what all share is said once, so that a short line still tells what
 * matters. The engine is always named.
 */
export function sideNames(
  profiles: readonly ProfileTraits[],
  sides: readonly { readonly source: EntrySource }[],
): SideNames {
  const configurations = sides.map(({ source }) => source.configuration)
  const differing = PARTS.filter((part) => part === 'profile' || differs(configurations, part))
  const [first] = configurations
  if (first === undefined) return { shared: '', names: [] }
  const common = configurationParts(profiles, first)
  return {
    shared: PARTS.flatMap((part) => (differing.includes(part) ? [] : (common.get(part) ?? []))).join(' · '),
    names: sides.map(({ source: { configuration, label = '' } }) => {
      const parts = configurationParts(profiles, configuration)
      const own = differing.flatMap((part) => parts.get(part) ?? []).join(' · ')
      const said = configurationName(profiles, configuration)
      const named = label !== '' && label !== said
      return {
        short: named ? `${label}: ${own}` : own,
        whole: named ? `${label}: ${said}` : said,
      }
    }),
  }
}

function differs(configurations: readonly Configuration[], part: (typeof PARTS)[number]): boolean {
  return new Set(configurations.map((configuration) => JSON.stringify(configuration[part] ?? null))).size > 1
}
