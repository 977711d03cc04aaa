// SPDX-License-Identifier: Apache-2.0
import './timeline.css'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { Category } from '#contract/plan'
import { say, t } from '../../i18n'
import type { View } from '../../lib/timeline/view-rows'
import { useApp, useMeasurement, usePanel } from '../../store'
import { Empty } from '../../ui/Empty'
import { ViewButtons } from '../../ui/memory-chart/ViewButtons'
import { CategoryKey } from './CategoryKey'
import { type ChartSource, layersSource, planSource, timeSource, wholeOf } from './chart-source'
import { MemoryChart } from './MemoryChart'
import { PeakLine } from './PeakLine'
import { SaveMenu } from './SaveMenu'
import { type Shown, ShownChoice } from './ShownChoice'
import { SidePanel } from './SidePanel'

type Axis = ChartSource['axis']
/** A view or range belongs to the axis it was made on. */
interface OnAxis {
  readonly key: string
  readonly view: View
}

const NOTHING: View = { from: 0, to: 1 }

/** Memory over time or layers: of the run, live; before there is one, by the plan. Never both in one chart. */
export function TimelinePanel() {
  const plan = useApp((state) => state.plan)
  const run = useApp((state) => state.run)
  const measurement = useMeasurement()
  const [wanted, setWanted] = useState<Shown>('measured')
  const [leftAxis, setAxis] = usePanel('timelineAxis')
  const axis: Axis = leftAxis === 'layers' ? 'layers' : 'time'
  const [hidden, setHidden] = useState<ReadonlySet<Category>>(new Set())
  const [residentSet, setResidentSet] = usePanel('timelineResidentSet')
  const [zoom, setZoom] = useState<OnAxis | null>(null)
  const [range, setRange] = useState<OnAxis | null>(null)
  const main = useRef<HTMLDivElement>(null)
  const toggle = useCallback((category: Category) => {
    setHidden((before) => {
      const next = new Set(before)
      if (!next.delete(category)) next.add(category)
      return next
    })
  }, [])
  const timeline = run?.timeline ?? measurement?.timeline ?? null
  const live = run !== null
  const early = live ? undefined : measurement?.report.endedEarly
  const shown: Shown = run !== null ? 'measured' : timeline === null ? 'modelled' : wanted
  const source = useMemo(() => {
    if (shown === 'modelled' || timeline === null) return plan === null ? null : planSource(plan)
    // A log grows in place: the version, part of the timeline, makes a new source of it.
    return axis === 'time' || live ? timeSource(timeline.log) : layersSource(timeline.log)
  }, [shown, timeline, plan, axis, live])
  const key = `${shown} ${source?.axis} ${measurement?.report.runId ?? ''}`
  const whole = useMemo(() => (source === null ? NOTHING : wholeOf(source)), [source])
  const keepZoom = useCallback((next: View | null) => setZoom(next === null ? null : { key, view: next }), [key])
  const keepRange = useCallback((next: View | null) => setRange(next === null ? null : { key, view: next }), [key])
  const clearRange = useCallback(() => setRange(null), [])
  const findChart = useCallback(() => main.current?.querySelector<SVGSVGElement>('svg.recharts-surface') ?? null, [])
  const toggleResidentSet = useCallback(() => setResidentSet(!residentSet), [residentSet, setResidentSet])
  if (source === null) return <Empty title={t('timeline:noPlan')}>{t('timeline:noPlanText')}</Empty>
  const view = zoom?.key === key ? zoom.view : whole
  // The resident set is of everything: beside some categories it would tell nothing.
  const lined = source.log !== null && hidden.size === 0
  const peak = (shown === 'modelled' ? plan?.peak : live ? null : measurement?.report.executionPeak) ?? null
  const selectedRange = range?.key === key ? range.view : null
  return (
    <div className="timeline">
      <div className="timeline-bar">
        <ShownChoice
          shown={shown}
          onShown={timeline !== null && !live ? setWanted : null}
          axis={axis}
          onAxis={shown === 'measured' && !live ? setAxis : null}
        />
        {live ? <span className="timeline-live">{t('timeline:running')}</span> : null}
        {shown === 'measured' && early !== undefined ? (
          <span className="timeline-early" title={say(early)}>
            {t('timeline:endedEarly')}
          </span>
        ) : null}
        <PeakLine source={source} />
        <CategoryKey
          present={source.present}
          hidden={hidden}
          onToggle={toggle}
          residentSetShown={lined ? residentSet : null}
          onToggleResidentSet={toggleResidentSet}
        />
        <span className="timeline-tools">
          <ViewButtons view={view} whole={whole} axis={source.axis} onView={keepZoom} />
          <SaveMenu source={source} hidden={hidden} residentSet={lined && residentSet} findChart={findChart} />
        </span>
      </div>
      <div className="timeline-body">
        <div className="timeline-main" ref={main}>
          {live && source.series.count === 0 ? (
            <Empty title={t('timeline:waiting')}>{t('timeline:waitingText')}</Empty>
          ) : (
            <MemoryChart
              source={source}
              hidden={hidden}
              residentSet={residentSet}
              live={live}
              view={view}
              onView={keepZoom}
              range={selectedRange}
              onRange={keepRange}
            />
          )}
          <Note source={source} />
        </div>
        <SidePanel source={source} peak={peak} range={selectedRange} onClear={clearRange} />
      </div>
    </div>
  )
}

function Note({ source: { log, origin, axis } }: { readonly source: ChartSource }) {
  if (log !== null && log.lost > 0) {
    return (
      <p className="timeline-note" data-warning>
        {t('timeline:lost', { count: log.lost })}
      </p>
    )
  }
  if (log?.complete === false) return <p className="timeline-note">{t('timeline:thinned')}</p>
  const note =
    origin === 'modelled'
      ? t('timeline:modelledNote')
      : axis === 'time'
        ? t('timeline:measuredNote')
        : t('timeline:measuredLayersNote')
  return <p className="timeline-note">{note}</p>
}
