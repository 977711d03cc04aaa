// SPDX-License-Identifier: Apache-2.0
import type { Comparison } from '#contract/comparison'
import { type Configuration, type ProfileTraits, withSetting } from '#contract/configuration'
import { changedConfiguration, defaultConfiguration, traitsOf } from '../../lib/configurations'
import { actions } from '../../store'

/** The network that raised the question this tool answers. */
export const SAMPLE = 'iresnet100'
/** Threads of the case. */
const THREADS = 2

export interface TourStep {
  readonly id: 'total' | 'map' | 'compare' | 'why' | 'remedy' | 'yours'
  /** What it points at. */
  readonly target: string
  /** Brings about what is pointed at. */
  readonly prepare?: (context: TourContext) => Promise<void> | void
}

export interface TourContext {
  readonly profiles: readonly ProfileTraits[]
  /** B against A, as far as it is there. */
  readonly comparison: Comparison | null
}

/** About ninety seconds: what a model takes, where, since when, why, and what helps. */
export const TOUR: readonly TourStep[] = [
  {
    id: 'total',
    target: '[data-testid="total-bytes"]',
    prepare: async ({ profiles }) => {
      await actions.openSample(SAMPLE, { configuration: newer(profiles), baseline: null, tab: 'layers' })
    },
  },
  { id: 'map', target: '[data-testid="map-chart"]', prepare: () => actions.showTab('map') },
  {
    id: 'compare',
    target: '[data-testid="compare-sides"]',
    prepare: ({ profiles }) => actions.compareConfigurations(older(profiles), newer(profiles)),
  },
  {
    id: 'why',
    target: '[data-testid="decision-reason"]',
    prepare: ({ comparison }) => {
      const [most] = [...(comparison?.layers ?? [])].sort(
        (a, b) => (b.packedWeightDelta ?? 0) - (a.packedWeightDelta ?? 0),
      )
      if (most?.node != null) actions.reveal(most.node)
    },
  },
  { id: 'remedy', target: '[data-testid="remedy"]', prepare: () => actions.showTab('advice') },
  { id: 'yours', target: '[data-testid="open-button"]' },
]

/** The release that is offered first, with least memory asked for. */
function newer(profiles: readonly ProfileTraits[]): Configuration {
  const first = defaultConfiguration(profiles, [], THREADS)
  return traitsOf(profiles, first.profile).settings.reduce<Configuration>(
    (asked, setting) =>
      setting.prominent === true && setting.leastMemory !== undefined
        ? withSetting(asked, setting, setting.leastMemory)
        : asked,
    first,
  )
}

/** The same under the oldest release of that engine. */
function older(profiles: readonly ProfileTraits[]): Configuration {
  const now = newer(profiles)
  const group = JSON.stringify(traitsOf(profiles, now.profile).group)
  const oldest = profiles.find((each) => JSON.stringify(each.group) === group)
  return changedConfiguration(profiles, now, { profile: oldest?.id ?? now.profile })
}
