// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'
import type { RuleTopic } from './comparison'
import type { Configuration } from './configuration'
import { CATEGORIES, type CategoryBytes } from './plan'
import { type GrowthLimit, judge } from './verdict'

/** A rule that changed, and what that alone did to the plan. */
export interface StepCause {
  readonly topic: RuleTopic
  /** The rule as it is now, in words. */
  readonly rule: Message
  /** Of the total; those of a release add up to what it changed. */
  readonly bytes: number
  /** Nodes whose algorithm or unit changed. */
  readonly layers: readonly number[]
}

/** What a model takes in one release of an engine. Modelled. */
export interface Release {
  readonly version: string
  /** What was planned: the configuration that was asked for, under this release. */
  readonly configuration: Configuration
  readonly totals: CategoryBytes
  readonly totalBytes: number
  /** The totals are "at least" (isLowerBound of the plan). */
  readonly lowerBound: boolean
  /** What it changes against the release before; none where that plans the same, or there is none. */
  readonly causes: readonly StepCause[]
}

/** All releases of one engine and build, oldest first, under what is otherwise one configuration. */
export interface Ladder {
  /** It names one of the releases, or one between them. */
  readonly configuration: Configuration
  readonly releases: readonly Release[]
}

/** A release that plans otherwise than the one before it. */
export interface Step {
  /** Place among the releases. */
  readonly index: number
  readonly before: Release
  readonly release: Release
  /** Of the total. */
  readonly bytes: number
}

/** Every release that changes a figure or an algorithm, oldest first. */
export function stepsOf(releases: readonly Release[]): Step[] {
  return releases.flatMap((release, index) => {
    const before = releases[index - 1]
    if (before === undefined || (release.causes.length === 0 && sameTotals(before, release))) return []
    return [{ index, before, release, bytes: release.totalBytes - before.totalBytes }]
  })
}

function sameTotals(a: Release, b: Release): boolean {
  return CATEGORIES.every((category) => a.totals[category] === b.totals[category])
}

/** Whether both have the same releases, each with the same figures. */
export function sameFigures(a: Ladder, b: Ladder): boolean {
  const same = (release: Release, other: Release | undefined) =>
    other !== undefined && other.version === release.version && sameTotals(release, other)
  return a.releases.length === b.releases.length && a.releases.every((each, index) => same(each, b.releases[index]))
}

/**
 * The first release after `from`, up to `to`, that takes more than the limit allows against `from`; null where none does.
 * undefined: one of the two is not in the list, or `to` comes before `from`.
 */
export function firstAbove(
  releases: readonly Release[],
  { from, to }: { readonly from: string; readonly to: string },
  limit: GrowthLimit,
): { readonly good: Release; readonly first: Release | null } | undefined {
  const [start, end] = [from, to].map((version) => releases.findIndex((release) => release.version === version))
  const good = start === undefined ? undefined : releases[start]
  if (good === undefined || start === undefined || end === undefined || end < start) return undefined
  const above = ({ totalBytes: bytes, lowerBound }: Release) =>
    judge(good.totalBytes, { bytes, lowerBound }, limit).outcome === 'over'
  return { good, first: releases.slice(start + 1, end + 1).find(above) ?? null }
}
