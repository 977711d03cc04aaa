// SPDX-License-Identifier: Apache-2.0

import type { Setting } from '#contract/configuration'
import { type SettingValue, settingValue } from '#contract/configuration'
import type { CategoryBytes } from '#contract/plan'
import { type Ladder, type Release, type Step, type StepCause, sameFigures, stepsOf } from '#contract/releases'

/** One release as the chart draws it. */
export interface LadderPoint extends CategoryBytes {
  /** Place of the release: one unit wide each. */
  readonly index: number
  readonly release: Release
  /** The step that led to what it takes; null for the first releases. */
  readonly step: Step | null
  /** Totals of the ladders that are not shown in full, in their order; null where one lacks the release. */
  readonly others: readonly (number | null)[]
}

/** Ladders that take the same in every release, as one: with all values that give it. */
export interface LadderGroup {
  readonly ladder: Ladder
  readonly values: readonly SettingValue[]
}

/** Those that differ, in the order of the setting's values; a single one without values where there is no setting. */
export function groupsOf(ladders: readonly Ladder[], setting: Setting | null): LadderGroup[] {
  const groups: LadderGroup[] = []
  for (const ladder of ladders) {
    const values = setting === null ? [] : [settingValue(setting, ladder.configuration)]
    const at = groups.findIndex((group) => sameFigures(group.ladder, ladder))
    const known = groups[at]
    if (known === undefined) groups.push({ ladder, values })
    else groups[at] = { ...known, values: [...known.values, ...values] }
  }
  return groups
}

export function pointsOf(releases: readonly Release[], others: readonly Ladder[]): LadderPoint[] {
  const steps = stepsOf(releases)
  return releases.map((release, index) => ({
    ...release.totals,
    index,
    release,
    step: steps.filter((step) => step.index <= index).at(-1) ?? null,
    others: others.map((ladder) => {
      const same = ladder.releases.find(({ version }) => version === release.version)
      return same?.totalBytes ?? null
    }),
  }))
}

/** The rule that did most of a step; undefined where none is known. */
export function mainCause({ release: { causes } }: Step): StepCause | undefined {
  return [...causes].sort((a, b) => Math.abs(b.bytes) - Math.abs(a.bytes) || b.layers.length - a.layers.length)[0]
}

/** Layers that any of its rules moved. */
export function movedBy({ release: { causes } }: Step): number {
  return new Set(causes.flatMap(({ layers }) => layers)).size
}
