// SPDX-License-Identifier: Apache-2.0
import type { EngineName } from '#messages/en/engines'
import type { Message } from '#messages/message'
import type { RuleTopic } from './comparison'
import type { Configuration } from './configuration'
import { type Lifecycle, MOMENTS } from './lifecycle'
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

/** The same among all engines. */
export interface EngineRelease extends Release {
  /** Absent where its profile does not model it. */
  readonly lifecycle?: Lifecycle
  /** Modelled time against that of the configuration that was asked for, by layers whose operations both know; null where there are none. */
  readonly timeRatio: number | null
}

/** All releases of one engine and build, beside those of others. */
export interface EngineLadder extends Ladder {
  /** Engine and build by name. */
  readonly engine: EngineName
  readonly releases: readonly EngineRelease[]
}

/** Releases in a row that take the same. */
interface Span<R extends Release> {
  readonly first: R
  readonly last: R
}

export function spansOf<R extends Release>(
  releases: readonly R[],
  alike: (a: R, b: R) => boolean = sameTotals,
): Span<R>[] {
  const spans: Span<R>[] = []
  for (const release of releases) {
    const span = spans.at(-1)
    if (span !== undefined && alike(span.last, release)) spans[spans.length - 1] = { first: span.first, last: release }
    else spans.push({ first: release, last: release })
  }
  return spans
}

/** Whether two releases of an engine take the same, from load to a second run, in the same time. */
export function sameInEngine(a: EngineRelease, b: EngineRelease): boolean {
  const same = MOMENTS.every((moment) => a.lifecycle?.[moment] === b.lifecycle?.[moment])
  return same && sameTotals(a, b) && a.timeRatio === b.timeRatio
}

/** "2.6.3 … 2.9.5", or the one that it is. */
export function spanName({ first, last }: Span<Release>): string {
  return first.version === last.version ? first.version : `${first.version} … ${last.version}`
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

/** What is known of the first release above a limit. */
export interface FirstAbove {
  readonly good: Release
  /** null: none is known to take more than the limit allows. */
  readonly first: Release | null
  /** The first one before that of which nobody can say whether it keeps the limit, as its total is "at least". */
  readonly unknown: Release | null
}

/**
 * The first release after `from`, up to `to`, that takes more than the limit allows against `from`.
 * undefined: one of the two is not in the list, or `to` comes before `from`.
 */
export function firstAbove(
  releases: readonly Release[],
  { from, to }: { readonly from: string; readonly to: string },
  limit: GrowthLimit,
): FirstAbove | undefined {
  const [start, end] = [from, to].map((version) => releases.findIndex((release) => release.version === version))
  const good = start === undefined ? undefined : releases[start]
  if (good === undefined || start === undefined || end === undefined || end < start) return undefined
  const outcome = ({ totalBytes: bytes, lowerBound }: Release) =>
    judge(good.totalBytes, { bytes, lowerBound }, limit).outcome
  const looked = releases.slice(start + 1, end + 1)
  const found = looked.findIndex((release) => outcome(release) === 'over')
  const before = found < 0 ? looked : looked.slice(0, found)
  const unknown = before.find((release) => outcome(release) === 'unknown') ?? null
  return { good, first: looked[found] ?? null, unknown }
}
