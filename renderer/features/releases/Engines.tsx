// SPDX-License-Identifier: Apache-2.0
import { IconArrowsDiff } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { CATEGORIES } from '#contract/categories'
import type { Configuration } from '#contract/configuration'
import type { Moment } from '#contract/lifecycle'
import { type EngineLadder, type EngineRelease, sameInEngine, spanName, spansOf } from '#contract/releases'
import { say, t } from '../../i18n'
import { sameConfiguration } from '../../lib/configurations'
import { CATEGORY_LABELS, MOMENT_LABELS } from '../../lib/labels'
import { redefinedSetting } from '../../lib/ladders'
import { categoryColour } from '../../lib/palette'
import { actions, useProfiles } from '../../store'
import { Bytes } from '../../ui/Bytes'
import { IconButton } from '../../ui/IconButton'
import { Origin } from '../../ui/Origin'
import { StackedBar } from '../../ui/StackedBar'
import { Swatch } from '../../ui/Swatch'
import { EnginesExports } from './EnginesExports'
import { ladderSetting } from './line-names'

interface EnginesProps {
  readonly ladders: readonly EngineLadder[]
  /** What times are against, and what a release is compared with. */
  readonly configuration: Configuration
  readonly scope: ReactNode
}

/** Beside the total, which is what the first run takes. */
const SHOWN: readonly Moment[] = ['loading', 'loaded', 'afterRun', 'runningAgain']

/** Every engine and release: a bar by category, what is held over time, and modelled time. */
export function Engines({ ladders, configuration, scope }: EnginesProps) {
  const all = ladders.flatMap(({ releases }) => releases)
  const largest = Math.max(1, ...all.map(({ totalBytes }) => totalBytes))
  const present = CATEGORIES.filter((category) => all.some(({ totals }) => totals[category] > 0))
  return (
    <div className="releases-main">
      <div className="releases-bar">
        {scope}
        <Origin kind="modelled" />
        <div className="releases-key">
          {present.map((category) => (
            <span key={category}>
              <Swatch colour={categoryColour(category)} />
              {CATEGORY_LABELS[category]}
            </span>
          ))}
        </div>
        <EnginesExports ladders={ladders} configuration={configuration} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls where the panel is low, so the keyboard must get there */}
      <div className="engines-scroller" tabIndex={0}>
        <table className="ui-table engines" data-testid="engines">
          <thead>
            <tr>
              <th scope="col">{t('releases:engines.engine')}</th>
              <th scope="col">{t('releases:engines.releases')}</th>
              <th scope="col" aria-label={t('releases:engines.byCategory')} />
              <th scope="col" className="ui-end">
                {t('releases:total')}
              </th>
              {SHOWN.map((moment) => (
                <th key={moment} scope="col" className="ui-end">
                  {MOMENT_LABELS[moment]}
                </th>
              ))}
              <th scope="col" className="ui-end" title={t('releases:engines.timeHint')}>
                {t('releases:engines.time')}
              </th>
              <th scope="col" aria-label={t('releases:engines.compare')} />
            </tr>
          </thead>
          {ladders.map((ladder) => (
            <EngineRows
              key={JSON.stringify(ladder.configuration)}
              ladder={ladder}
              largest={largest}
              configuration={configuration}
            />
          ))}
        </table>
      </div>
    </div>
  )
}

interface EngineRowsProps {
  readonly ladder: EngineLadder
  readonly largest: number
  readonly configuration: Configuration
}

/** Releases in a row that take the same are one line. */
function EngineRows({ ladder, largest, configuration }: EngineRowsProps) {
  const profiles = useProfiles()
  const { engine, releases } = ladder
  const spans = spansOf(releases, sameInEngine)
  const setting = ladderSetting(ladder.configuration, redefinedSetting(profiles, ladder.configuration))
  const isNow = (release: EngineRelease) => sameConfiguration(release.configuration, configuration)
  return (
    <tbody>
      {spans.map((span, index) => {
        const { first, last } = span
        const { totals, totalBytes, lowerBound, lifecycle, timeRatio } = first
        const within = releases.slice(releases.indexOf(first), releases.indexOf(last) + 1)
        return (
          <tr key={first.version} aria-current={within.some(isNow)}>
            {index > 0 ? null : (
              <th scope="rowgroup" rowSpan={spans.length}>
                {say(engine)}
                {setting === null ? null : <span className="ui-muted"> {setting}</span>}
              </th>
            )}
            <td>{spanName(span)}</td>
            <td className="engines-bar">
              <StackedBar bytes={totals} scale={largest} />
            </td>
            <td className="ui-end">
              {lowerBound ? `${t('common:atLeast')} ` : ''}
              <Bytes value={totalBytes} />
            </td>
            {SHOWN.map((moment) => (
              <td key={moment} className="ui-end">
                <Bytes value={lifecycle?.[moment] ?? null} />
              </td>
            ))}
            <td className="ui-end ui-number">
              {timeRatio === null ? t('common:unknown') : `${timeRatio.toFixed(2)}×`}
            </td>
            <td>
              {within.some(isNow) ? null : (
                <IconButton
                  label={t('releases:engines.compareWith', { engine: say(engine), version: last.version })}
                  onClick={() => void actions.compareConfigurations(configuration, last.configuration)}
                >
                  <IconArrowsDiff size={14} />
                </IconButton>
              )}
            </td>
          </tr>
        )
      })}
    </tbody>
  )
}
