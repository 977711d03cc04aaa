// SPDX-License-Identifier: Apache-2.0
import { memo, useMemo } from 'react'
import type { Plan } from '#contract/plan'
import { duration } from '#messages/figures'
import { t } from '../../i18n'
import { byteTicks, formatBytes } from '../../lib/bytes'
import { stepLine } from '../../lib/timeline/step-paths'
import { rowAt } from '../../lib/timeline/step-series'
import { type View, viewRows } from '../../lib/timeline/view-rows'
import { ChartBox } from '../../ui/memory-chart/ChartBox'
import { type Plot, toPixel } from '../../ui/memory-chart/geometry'
import { TooltipRow } from '../../ui/TooltipRow'
import { ATTACH_SERIES, type AttachSeries, type Curve, curveEnd, modelledCurve } from './attach-curves'
import { CURVE_COLOUR } from './colours'

interface AttachChartProps {
  readonly curves: Readonly<Record<AttachSeries, Curve>>
  readonly plan: Plan | null
  readonly whole: View
  readonly view: View
  readonly onView: (view: View | null) => void
  readonly range: View | null
  readonly onRange: (range: View | null) => void
}

/**
 * What the system reports over time, and on the same axis of bytes what is modelled over the layers. A program does
 * not tell when it runs which layer: the modelled curve lies over the selected range, without one over everything.
 */
export function AttachChart({ curves, plan, whole, view, onView, range, onRange }: AttachChartProps) {
  const over = range ?? whole
  const modelled = useMemo(
    () => (plan === null || plan.steps.length === 0 ? null : modelledCurve(plan, over)),
    [plan, over],
  )
  const highest = Math.max(1, ...[curves.rss, modelled].map(highestOf))
  const ticks = byteTicks(0, highest, 5)
  const top = ticks.at(-1) ?? 1
  return (
    <ChartBox
      label={t('attach:chart')}
      testId="attach-chart"
      facts={{ 'data-samples': curves.rss.count }}
      axis="time"
      whole={whole}
      view={view}
      onView={onView}
      range={range}
      onRange={onRange}
      ticks={ticks}
      under={(x) => <Under curves={curves} modelled={x < over.from || x > over.to ? null : modelled} x={x} />}
    >
      {(plot) => (
        <g>
          {ATTACH_SERIES.map((series) => (
            <CurveLine
              key={series}
              name={series}
              curve={curves[series]}
              end={curveEnd(series, curves[series], whole.to)}
              {...{ view, plot, top }}
            />
          ))}
          {modelled === null ? null : (
            <CurveLine name="modelled" curve={modelled} end={over.to} {...{ view, plot, top }} />
          )}
        </g>
      )}
    </ChartBox>
  )
}

function highestOf(curve: Curve | null): number {
  return curve === null || curve.count === 0 ? 0 : (curve.bytes[curve.extremes.between(0, curve.count).high] ?? 0)
}

interface CurveLineProps {
  readonly name: AttachSeries | 'modelled'
  readonly curve: Curve
  /** Where its last row ends, nanoseconds. */
  readonly end: number
  readonly view: View
  readonly plot: Plot
  /** Bytes at the upper edge of the plot. */
  readonly top: number
}

const CurveLine = memo(function CurveLine({ name, curve, end, view, plot, top }: CurveLineProps) {
  const path = useMemo(() => {
    const { x, count, bytes, extremes } = curve
    const scales = {
      x: (value: number) => toPixel(plot, view, Math.max(view.from, value)),
      y: (value: number) => plot.top + plot.height * (1 - value / top),
    }
    return stepLine(x, bytes, viewRows(x, count, extremes, view, Math.ceil(plot.width)), scales, Math.min(view.to, end))
  }, [curve, end, view, plot, top])
  if (path === '') return null
  return <path d={path} fill="none" stroke={CURVE_COLOUR[name]} strokeWidth={name === 'rss' ? 2 : 1.5} />
})

interface UnderProps {
  readonly curves: Readonly<Record<AttachSeries, Curve>>
  readonly modelled: Curve | null
  readonly x: number
}

/** What was read last before a moment. */
function Under({ curves, modelled, x }: UnderProps) {
  const all = [...ATTACH_SERIES.map((name) => [name, curves[name]] as const), ['modelled', modelled] as const]
  return (
    <>
      <TooltipRow label={t('attach:time')}>{duration(x)}</TooltipRow>
      {all.reverse().map(([name, curve]) => {
        const row = curve === null ? -1 : rowAt(curve.x, curve.count, x)
        return row < 0 ? null : (
          <TooltipRow key={name} colour={CURVE_COLOUR[name]} label={t(`attach:series.${name}`)}>
            {formatBytes(curve?.bytes[row] ?? 0)}
          </TooltipRow>
        )
      })}
    </>
  )
}
