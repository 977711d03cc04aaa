// SPDX-License-Identifier: Apache-2.0

import { type Configuration, settingValue, withSetting } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import { largest } from '#core/model/extremes'
import { compareVersions } from '../engine-setup'
import { PROFILES, profileOf } from '../engines'
import type { Steps } from '../steps'
import { type ReleaseLike, redefinedSetting, underReleases } from '../succession'

/** A release helps if it saves this share of the total. */
const HELPS = 0.01
/** A nearer release takes a better one's place if it saves this share of what the best one in its direction saves. */
export const NEARLY_ALL = 0.9

/** null: it cannot be compared with the present one. */
type Comparable = (configuration: Configuration) => Plan | null

/**
 * The smallest upgrade and the smallest downgrade that help: in each direction the nearest release of the same build that
 * saves nearly all of what any release there saves. As the configuration is, and with least memory asked for by the setting
 * whose meaning has changed.
 */
export function* nearestReleases(now: Plan, plan: Comparable): Steps<Configuration[]> {
  const { configuration } = now
  const setting = redefinedSetting(configuration)
  const asked = [configuration]
  if (setting?.leastMemory !== undefined && settingValue(setting, configuration) !== setting.leastMemory) {
    asked.push(withSetting(configuration, setting, setting.leastMemory))
  }
  const nearest: Configuration[] = []
  for (const each of asked) {
    for (const direction of DIRECTIONS) {
      const found = yield* nearestIn(direction, now, each, plan)
      if (found !== null) nearest.push(found)
    }
  }
  return nearest
}

/** How many releases of the engine one is away from the other; 0 for builds of the same one. */
export function releasesBetween(a: Configuration, b: Configuration): number {
  const [one, other] = [a, b].map(({ profile }) => profileOf(profile)?.setup)
  const versions = new Set(
    PROFILES.filter(({ setup }) => setup.engine === one?.engine).map(({ setup }) => setup.version),
  )
  const order = [...versions].sort(compareVersions)
  return Math.abs(order.indexOf(one?.version ?? '') - order.indexOf(other?.version ?? ''))
}

/** Newer releases first. */
const DIRECTIONS = [1, -1] as const

function* nearestIn(
  direction: (typeof DIRECTIONS)[number],
  now: Plan,
  configuration: Configuration,
  plan: Comparable,
): Steps<Configuration | null> {
  const own = profileOf(configuration.profile)?.setup.version ?? ''
  const releases = underReleases(configuration).filter(
    ({ profile }) => compareVersions(profile.setup.version, own) * direction > 0,
  )
  const saved: { readonly configuration: Configuration; readonly bytes: number }[] = []
  for (const { configuration: each } of firstOfEach(direction > 0 ? releases : releases.reverse())) {
    const other = plan(each)
    yield
    if (other !== null) saved.push({ configuration: each, bytes: now.totalBytes - other.totalBytes })
  }
  const most = largest(saved.map(({ bytes }) => bytes))
  const first = saved.find(({ bytes }) => bytes >= HELPS * now.totalBytes && bytes >= NEARLY_ALL * most)
  return first?.configuration ?? null
}

/** Of releases in a row that plan alike the first. */
function firstOfEach(releases: readonly ReleaseLike[]): readonly ReleaseLike[] {
  return releases.filter(({ key }, index) => key !== releases[index - 1]?.key)
}
