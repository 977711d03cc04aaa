// SPDX-License-Identifier: Apache-2.0

import { settingValue } from '#contract/configuration'
import type { Moment } from '#contract/lifecycle'
import { type EngineLadder, sameInEngine, spanName, spansOf } from '#contract/releases'
import { MOMENT_NAMES } from '#core/comparison/wording'
import { redefinedSetting } from '#core/planning/succession'
import { size } from '#messages/figures'
import { english } from '#messages/say'
import { asLabel } from '#messages/terms'
import { table } from './table'
import type { Terminal } from './terminal'

/** Moments that a line has room for, beside the total, which is that of the first run. */
const SHOWN: readonly Moment[] = ['loading', 'loaded', 'afterRun', 'runningAgain']

/** A line for each run of releases of an engine that take the same. */
export function enginesTable(terminal: Terminal, ladders: readonly EngineLadder[]): string {
  const rows = ladders.flatMap((ladder) =>
    spansOf(ladder.releases, sameInEngine).map((span, index) => {
      const { lifecycle, totalBytes, lowerBound, timeRatio } = span.first
      const least = lowerBound ? 'at least ' : ''
      const known = (bytes: number | null | undefined) => (bytes == null ? 'unknown' : `${least}${size(bytes)}`)
      return [
        index === 0 ? ladderName(ladder) : '',
        spanName(span),
        `${least}${size(totalBytes)}`,
        ...SHOWN.map((moment) => known(lifecycle?.[moment])),
        timeRatio === null ? 'unknown' : `${timeRatio.toFixed(2)}×`,
      ]
    }),
  )
  return table(
    terminal,
    [
      { title: 'Engine', shrinks: true },
      { title: 'Releases' },
      { title: 'Total', align: 'right' },
      ...SHOWN.map((moment) => ({ title: asLabel(MOMENT_NAMES[moment]), align: 'right' as const })),
      { title: 'Time', align: 'right' },
    ],
    rows,
  )
}

/** "MNN, memory low". */
function ladderName({ engine, configuration }: EngineLadder): string {
  const setting = redefinedSetting(configuration)
  const value = setting === null ? null : settingValue(setting, configuration)
  const phrase =
    setting === null || value === null ? [] : [english({ id: 'setting.phrase', setting: setting.id, value })]
  return [english(engine), ...phrase].join(', ')
}
