// SPDX-License-Identifier: Apache-2.0
import type { ProfileTraits } from '#contract/configuration'
import type { EntrySource } from '#contract/history'
import { configurationParts } from '#messages/configuration'
import { say } from '../../i18n'
import { traitsOf } from '../../lib/configurations'
import { configurationName } from '../../lib/labels'

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

/**
 * Names of sides that stand below each other: what all share is said once, so that a short line still tells what
 * matters. The engine is always named.
 */
export function sideNames(
  profiles: readonly ProfileTraits[],
  sides: readonly { readonly source: EntrySource }[],
): SideNames {
  const told = sides.map(({ source: { configuration } }) => {
    const parts = configurationParts(configuration, traitsOf(profiles, configuration.profile))
    return new Map(parts.map(({ of, text }) => [of, say(text)]))
  })
  const order = [...new Set(told.flatMap((parts) => [...parts.keys()]))]
  const differing = new Set(
    order.filter((of) => of === 'profile' || new Set(told.map((parts) => parts.get(of))).size > 1),
  )
  const [first] = told
  if (first === undefined) return { shared: '', names: [] }
  return {
    shared: [...first].flatMap(([of, text]) => (differing.has(of) ? [] : text)).join(' · '),
    names: sides.map(({ source: { configuration, label = '' } }, index) => {
      const own = [...(told[index] ?? [])].flatMap(([of, text]) => (differing.has(of) ? text : [])).join(' · ')
      const said = configurationName(profiles, configuration)
      const named = label !== '' && label !== said
      return {
        short: named ? `${label}: ${own}` : own,
        whole: named ? `${label}: ${said}` : said,
      }
    }),
  }
}
