import './timeline.css'
import { SegmentedControl } from '@mantine/core'
import { useMemo, useRef, useState } from 'react'
import type { Category } from '#contract/plan'
import { t } from '../../i18n'
import type { View } from '../../lib/view-rows'
import { useApp, useMeasurement } from '../../store'
import { Empty } from '../../ui/Empty'
import { ViewButtons } from '../../ui/memory-chart/ViewButtons'
import { Origin } from '../../ui/Origin'
import { CategoryKey } from './CategoryKey'
import { type ChartSource, layersSource, planSource, timeSource, wholeOf } from './chart-source'
import { MemoryChart } from './MemoryChart'
import { PeakLine } from './PeakLine'
import { SaveMenu } from './SaveMenu'
import { SidePanel } from './SidePanel'

type Shown = 'modelled' | 'measured'
type Axis = ChartSource['axis']
/** A view or range belongs to the axis it was made on. */
interface OnAxis {
  readonly key: string
  readonly view: View
}

/** Memory over time or layers: of the run, live; before there is one, by the plan. Never both in one chart. */
export function TimelinePanel() {
  const plan = useApp((state) => state.plan)
  const run = useApp((state) => state.run)
  const measurement = useMeasurement()
  const [wanted, setWanted] = useState<Shown>('measured')
  const [axis, setAxis] = useState<Axis>('time')
  const [hidden, setHidden] = useState<ReadonlySet<Category>>(new Set())
  const [residentSet, setResidentSet] = useState(true)
  const [zoom, setZoom] = useState<OnAxis | null>(null)
  const [range, setRange] = useState<OnAxis | null>(null)
  const main = useRef<HTMLDivElement>(null)
  const toggle = (category: Category) => {
    const next = new Set(hidden)
    if (!next.delete(category)) next.add(category)
    setHidden(next)
  }
  const timeline = run?.timeline ?? measurement?.timeline ?? null
  const live = run !== null
  const shown: Shown = run !== null ? 'measured' : timeline === null ? 'modelled' : wanted
  const source = useMemo(() => {
    if (shown === 'modelled' || timeline === null) return plan === null ? null : planSource(plan)
    // A log grows in place: the version, part of the timeline, makes a new source of it.
    return axis === 'time' || live ? timeSource(timeline.log) : layersSource(timeline.log)
  }, [shown, timeline, plan, axis, live])
  if (source === null) return <Empty title={t('timeline:noPlan')}>{t('timeline:noPlanText')}</Empty>
  const key = `${source.origin} ${source.axis} ${measurement?.report.runId ?? ''}`
  const keep = (set: (kept: OnAxis | null) => void) => (view: View | null) => set(view === null ? null : { key, view })
  const whole = wholeOf(source)
  const view = zoom?.key === key ? zoom.view : whole
  const selectedRange = range?.key === key ? range.view : null
  return (
    <div className="timeline">
      <div className="timeline-bar">
        {timeline !== null && run === null ? (
          <SegmentedControl<Shown>
            aria-label={t('timeline:shown')}
            value={shown}
            data={[
              { value: 'measured', label: t('timeline:measured') },
              { value: 'modelled', label: t('timeline:modelled') },
            ]}
            onChange={setWanted}
          />
        ) : (
          <Origin kind={shown} />
        )}
        {shown === 'measured' && run === null ? (
          <SegmentedControl<Axis>
            aria-label={t('timeline:axis')}
            data-testid="timeline-axis"
            value={axis}
            data={[
              { value: 'time', label: t('timeline:overTime') },
              { value: 'layers', label: t('timeline:overLayers') },
            ]}
            onChange={setAxis}
          />
        ) : null}
        {run === null ? null : <span className="timeline-live">{t('timeline:running')}</span>}
        <PeakLine source={source} />
        <CategoryKey
          present={source.present}
          hidden={hidden}
          onToggle={toggle}
          residentSetShown={source.log === null || hidden.size > 0 ? null : residentSet}
          onToggleResidentSet={() => setResidentSet(!residentSet)}
        />
        <span className="timeline-tools">
          <ViewButtons view={view} whole={whole} axis={source.axis} onView={keep(setZoom)} />
          <SaveMenu source={source} findChart={() => main.current?.querySelector('svg.recharts-surface') ?? null} />
        </span>
      </div>
      <div className="timeline-body">
        <div className="timeline-main" ref={main}>
          <MemoryChart
            source={source}
            hidden={hidden}
            residentSet={residentSet}
            live={live}
            view={view}
            onView={keep(setZoom)}
            range={selectedRange}
            onRange={keep(setRange)}
          />
          <Note source={source} />
        </div>
        <SidePanel source={source} range={selectedRange} onClear={() => setRange(null)} />
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
