import './timeline.css'
import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { Category } from '#contract/plan'
import { modelledTimeline } from '../../lib/modelled-timeline'
import { useApp, useMeasurement } from '../../store'
import { Empty } from '../../ui/Empty'
import { Origin } from '../../ui/Origin'
import { CategoryKey } from './CategoryKey'
import { MeasuredChart } from './MeasuredChart'
import { ModelledChart } from './ModelledChart'
import { PeakLine } from './PeakLine'

type View = 'modelled' | 'measured'

/** Memory over time: of the run, live; before there is one, by the plan. Never both in one chart. */
export function TimelinePanel() {
  const plan = useApp((state) => state.plan)
  const run = useApp((state) => state.run)
  const measurement = useMeasurement()
  const [wanted, setWanted] = useState<View>('measured')
  const [hidden, setHidden] = useState<ReadonlySet<Category>>(new Set())
  const [residentSet, setResidentSet] = useState(true)
  const toggle = (category: Category) => {
    const next = new Set(hidden)
    if (!next.delete(category)) next.add(category)
    setHidden(next)
  }
  const timeline = run?.timeline ?? measurement?.timeline ?? null
  const view: View = run !== null ? 'measured' : timeline === null ? 'modelled' : wanted
  const modelled = useMemo(() => (plan === null ? [] : modelledTimeline(plan)), [plan])
  if (plan === null) return <Empty title="No plan yet">The timeline follows the plan.</Empty>
  const shown = view === 'measured' ? timeline : null
  return (
    <div className="timeline">
      <div className="timeline-bar">
        {timeline !== null && run === null ? (
          <SegmentedControl<View>
            aria-label="Timeline shown"
            value={view}
            data={[
              { value: 'measured', label: 'Measured' },
              { value: 'modelled', label: 'Modelled' },
            ]}
            onChange={setWanted}
          />
        ) : (
          <Origin kind={view} />
        )}
        {run === null ? null : <span className="timeline-live">Running</span>}
        <PeakLine timeline={shown} modelled={modelled} />
        <CategoryKey
          hidden={hidden}
          onToggle={toggle}
          residentSetShown={shown === null || hidden.size > 0 ? null : residentSet}
          onToggleResidentSet={() => setResidentSet(!residentSet)}
        />
      </div>
      {shown === null ? (
        <ModelledChart samples={modelled} hidden={hidden} />
      ) : (
        <MeasuredChart timeline={shown} hidden={hidden} residentSet={residentSet} live={run !== null} />
      )}
      <Note lost={shown?.lost ?? 0} view={view} />
    </div>
  )
}

function Note({ lost, view }: { readonly lost: number; readonly view: View }) {
  if (lost > 0) {
    return (
      <p className="timeline-note" data-warning>
        {lost} events were lost because the queue was full: the curves are incomplete, the run's report is not.
      </p>
    )
  }
  return (
    <p className="timeline-note">
      {view === 'measured'
        ? 'Every allocation of the run, counted by the engine. The dashed line is the process as the OS reports it.'
        : 'Calculated, layer by layer in execution order. Press Run to measure.'}
    </p>
  )
}
