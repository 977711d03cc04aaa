// SPDX-License-Identifier: Apache-2.0
import { SegmentedControl } from '@mantine/core'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { ResponsiveContainer } from 'recharts'
import { type SettingValue, settingValue } from '#contract/configuration'
import type { ModelView } from '#contract/model'
import type { Ladder } from '#contract/releases'
import { say, t } from '../../i18n'
import { redefinedSetting } from '../../lib/ladders'
import { useApp, useProfiles } from '../../store'
import { Origin } from '../../ui/Origin'
import { FirstAbove } from './FirstAbove'
import { LadderChart } from './LadderChart'
import { LadderExports } from './LadderExports'
import { LadderKey } from './LadderKey'
import { groupsOf, pointsOf } from './ladder-rows'
import { StepList } from './StepList'

interface LaddersProps {
  readonly model: ModelView
  readonly ladders: readonly Ladder[]
  /** Stands first in the bar. */
  readonly scope: ReactNode
}

/** One ladder in full, with the totals of the others as lines, and its steps beside it. */
export function Ladders({ model, ladders, scope }: LaddersProps) {
  const profiles = useProfiles()
  const configuration = useApp((state) => state.configuration)
  const setting = redefinedSetting(profiles, configuration)
  const [chosen, choose] = useState<SettingValue | null>(null)
  const chart = useRef<HTMLDivElement>(null)
  const groups = useMemo(() => groupsOf(ladders, setting), [ladders, setting])
  const value = setting === null ? null : (chosen ?? settingValue(setting, configuration))
  const shown = groups.find(({ values }) => value !== null && values.includes(value)) ?? groups[0]
  const others = useMemo(() => groups.filter((group) => group !== shown), [groups, shown])
  const points = useMemo(
    () =>
      shown === undefined
        ? []
        : pointsOf(
            shown.ladder.releases,
            others.map(({ ladder }) => ladder),
          ),
    [shown, others],
  )
  if (shown === undefined) return null
  const now = points.findIndex(({ release }) => release.configuration.profile === configuration.profile)
  return (
    <div className="releases">
      <div className="releases-main">
        <div className="releases-bar">
          {scope}
          {setting === null ? null : (
            <SegmentedControl
              aria-label={say({ id: 'setting.title', setting: setting.id })}
              data-testid="releases-value"
              value={String(value)}
              data={setting.values.map((each) => ({
                value: String(each),
                label: say({ id: 'setting.offered', setting: setting.id, value: each }),
              }))}
              onChange={(text) => choose(setting.values.find((each) => String(each) === text) ?? null)}
            />
          )}
          <Origin kind="modelled" />
          <span className="releases-spacer" />
          <LadderExports
            model={model}
            ladder={shown.ladder}
            points={points}
            setting={setting}
            findChart={() => chart.current?.querySelector<SVGSVGElement>('svg.recharts-surface') ?? null}
          />
        </div>
        <LadderKey points={points} others={others} setting={setting} />
        <div
          ref={chart}
          className="releases-chart"
          data-testid="releases-chart"
          role="img"
          aria-label={t('releases:chart', { file: model.fileName })}
        >
          <ResponsiveContainer>
            <LadderChart points={points} others={others} setting={setting} now={now < 0 ? null : now} />
          </ResponsiveContainer>
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls where the panel is low, so the keyboard must get there */}
      <div className="releases-side" tabIndex={0}>
        <FirstAbove releases={shown.ladder.releases} />
        <StepList points={points} setting={setting} />
      </div>
    </div>
  )
}
