// SPDX-License-Identifier: Apache-2.0
import type { PhaseMark } from '#contract/event-log'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { PHASE_LABELS } from '../../lib/labels'
import type { View } from '../../lib/timeline/view-rows'
import { type Plot, toPixel } from '../../ui/memory-chart/geometry'
import type { ChartSource } from './chart-source'

interface MarksProps {
  readonly source: ChartSource
  readonly view: View
  readonly plot: Plot
  readonly top: number
  /** null where parts are hidden: the peak is one of the total. */
  readonly peakRow: number | null
  /** Where the selected layer is at its highest; null where none is selected. */
  readonly marked: number | null
}

/** Room that a phase needs for its name, in pixels. */
const NAMED_PHASE = 52

/** Phases, the selected layer and the peak, over the areas. */
export function Marks({ source, view, plot, top, peakRow, marked }: MarksProps) {
  const { totals, log, origin } = source
  const inView = (x: number) => x >= view.from && x <= view.to
  const peakX = peakRow === null ? null : middleOf(source, peakRow)
  const bottom = plot.top + plot.height
  return (
    <g pointerEvents="none">
      {log === null ? null : <Phases phases={log.phases} endNs={log.endNs} view={view} plot={plot} />}
      {marked === null || !inView(marked) ? null : (
        <line
          className="timeline-marked"
          x1={toPixel(plot, view, marked)}
          x2={toPixel(plot, view, marked)}
          y1={plot.top}
          y2={bottom}
        />
      )}
      {peakRow === null || peakX === null || !inView(peakX) ? null : (
        <PeakDot
          x={toPixel(plot, view, peakX)}
          y={plot.top + plot.height * (1 - (totals[peakRow] ?? 0) / top)}
          text={`${origin === 'modelled' ? t('timeline:modelledPeak') : t('timeline:peak').toLowerCase()} ${formatBytes(totals[peakRow] ?? 0)}`}
          right={toPixel(plot, view, peakX) < plot.left + plot.width / 2}
        />
      )}
    </g>
  )
}

/** Over layers a row stands for a whole band. */
export function middleOf({ series, axis }: ChartSource, row: number): number {
  const x = series.x[row] ?? 0
  return axis === 'time' ? x : (x + (series.x[row + 1] ?? series.end)) / 2
}

interface PeakDotProps {
  readonly x: number
  readonly y: number
  readonly text: string
  readonly right: boolean
}

function PeakDot({ x, y, text, right }: PeakDotProps) {
  return (
    <>
      <circle cx={x} cy={y} r={4} fill="var(--grow)" stroke="var(--surface)" />
      <text className="timeline-peak" x={right ? x + 8 : x - 8} y={y - 6} textAnchor={right ? 'start' : 'end'}>
        {text}
      </text>
    </>
  )
}

interface PhasesProps {
  readonly phases: readonly PhaseMark[]
  readonly endNs: number
  readonly view: View
  readonly plot: Plot
}

function Phases({ phases, endNs, view, plot }: PhasesProps) {
  return phases.map(({ phase, timeNs }, index) => {
    const end = phases[index + 1]?.timeNs ?? endNs
    if (end < view.from || timeNs > view.to) return null
    const left = toPixel(plot, view, Math.max(view.from, timeNs))
    const room = toPixel(plot, view, Math.min(view.to, end)) - left
    return (
      <g key={phase} className="timeline-phase">
        {timeNs < view.from ? null : <line x1={left} x2={left} y1={plot.top} y2={plot.top + plot.height} />}
        {room < NAMED_PHASE ? null : (
          <text x={left + 4} y={plot.top + 11}>
            {PHASE_LABELS[phase]}
          </text>
        )}
      </g>
    )
  })
}
