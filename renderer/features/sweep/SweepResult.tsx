// SPDX-License-Identifier: Apache-2.0
import { SegmentedControl } from '@mantine/core'
import { useMemo, useRef, useState } from 'react'
import { ResponsiveContainer } from 'recharts'
import type { ModelView } from '#contract/model'
import type { Sweep } from '#contract/sweep'
import { t } from '../../i18n'
import { CATEGORY_LABELS } from '../../lib/labels'
import { categoryColour } from '../../lib/palette'
import { Origin } from '../../ui/Origin'
import { Swatch } from '../../ui/Swatch'
import { axisTitle } from './axis-names'
import { ChangeList } from './ChangeList'
import { SessionLine } from './SessionLine'
import { SweepChart } from './SweepChart'
import { SweepExports } from './SweepExports'
import { SweepTable } from './SweepTable'
import { chartPoints, presentCategories, rowsOf } from './sweep-rows'

type View = 'changes' | 'table'

interface SweepResultProps {
  readonly model: ModelView
  readonly sweep: Sweep
}

/** The chart, and beside it what changes, or all figures. */
export function SweepResult({ model, sweep }: SweepResultProps) {
  const [view, setView] = useState<View>('changes')
  const [chosen, setChosen] = useState<number | null>(null)
  const chart = useRef<HTMLElement>(null)
  const rows = useMemo(() => rowsOf(sweep), [sweep])
  const points = useMemo(() => chartPoints(rows), [rows])
  const present = presentCategories(rows)
  const { axis, changes, resized } = sweep
  const shown = chosen !== null && changes[chosen] !== undefined ? chosen : changes.length > 0 ? 0 : null
  const pick = (change: number) => {
    setChosen(change)
    setView('changes')
  }
  return (
    <div className="sweep-result">
      <div className="sweep-main">
        <div className="sweep-bar">
          <div className="sweep-key">
            {present.map((category) => (
              <span key={category}>
                <Swatch colour={categoryColour(category)} />
                {CATEGORY_LABELS[category]}
              </span>
            ))}
            {resized === null ? null : <span className="sweep-line">{t('sweep:session')}</span>}
            <Origin kind="modelled" />
          </div>
          <SweepExports
            model={model}
            sweep={sweep}
            present={present}
            findChart={() => chart.current?.querySelector<SVGSVGElement>('svg.recharts-surface') ?? null}
          />
        </div>
        <section
          ref={chart}
          className="sweep-chart"
          data-testid="sweep-chart"
          aria-label={t('sweep:chart', { file: model.fileName, axis: axisTitle(axis) })}
        >
          <ResponsiveContainer>
            <SweepChart sweep={sweep} rows={rows} points={points} present={present} shown={shown} onPick={pick} />
          </ResponsiveContainer>
        </section>
        {resized === null ? null : <SessionLine axis={axis} rows={rows} rule={resized.rule} />}
      </div>
      <div className="sweep-side">
        <SegmentedControl<View>
          aria-label={t('sweep:view')}
          data-testid="sweep-view"
          value={view}
          data={[
            {
              value: 'changes',
              label: axis.kind === 'sessions' ? t('sweep:shared') : t('sweep:changes', { count: changes.length }),
            },
            { value: 'table', label: t('sweep:table') },
          ]}
          onChange={setView}
        />
        {view === 'table' ? (
          <SweepTable axis={axis} rows={rows} present={present} hasSession={resized !== null} />
        ) : (
          <ChangeList model={model} sweep={sweep} shown={shown} onPick={setChosen} />
        )}
      </div>
    </div>
  )
}
