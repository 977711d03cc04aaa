import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { CATEGORIES, type Category } from '#contract/plan'
import { formatBytes } from '../../lib/bytes'
import { formatDuration } from '../../lib/durations'
import { PHASE_LABELS } from '../../lib/labels'
import type { Timeline, TimelineSample } from '../../lib/timeline'
import { actions, useApp } from '../../store'
import { TooltipRow } from '../../ui/TooltipRow'
import { byteAxis, categoryArea, MARGIN, MemoryTooltip, peakDot } from './chart-parts'

interface MeasuredChartProps {
  readonly timeline: Timeline
  readonly hidden: ReadonlySet<Category>
  readonly residentSet: boolean
  readonly live: boolean
}

/** Share of the run from which on a phase has room for its name. */
const NAMED_PHASE = 0.06

/** Tracked bytes by category over the time of the run, with the resident set as a line above. */
export function MeasuredChart({ timeline, hidden, residentSet, live }: MeasuredChartProps) {
  const selected = useApp((state) => state.selected)
  const { samples, peak, peakRss, phases, endNs } = timeline
  // Peak and resident set are totals: they mean nothing beside a part.
  const whole = hidden.size === 0
  const visible = CATEGORIES.filter((category) => !hidden.has(category))
  const height = (sample: TimelineSample) => visible.reduce((sum, category) => sum + sample.bytes[category], 0)
  const top = whole
    ? Math.max(peak?.total ?? 0, residentSet ? (peakRss ?? 0) : 0, 1)
    : samples.reduce((most, s) => Math.max(most, height(s)), 1)
  const marked = selected === null ? undefined : samples.find((sample) => sample.node === selected)
  return (
    <div
      className="timeline-chart"
      data-testid="timeline-chart"
      data-origin="measured"
      data-samples={samples.length}
      data-peak-bytes={peak?.total ?? 0}
      data-live={live}
    >
      <ResponsiveContainer>
        <ComposedChart
          data={samples as TimelineSample[]}
          margin={MARGIN}
          onClick={({ activeIndex }) => {
            const node = samples[Number(activeIndex)]?.node ?? -1
            if (node >= 0) actions.reveal(node)
          }}
        >
          <CartesianGrid vertical={false} />
          <XAxis
            dataKey="timeNs"
            type="number"
            domain={[0, Math.max(1, endNs)]}
            tickFormatter={formatDuration}
            tickCount={7}
            stroke="var(--line-strong)"
          />
          <YAxis {...byteAxis(top)} />
          <Tooltip content={<SampleTooltip />} isAnimationActive={false} />
          {visible.map((category) => (
            <Area
              key={category}
              dataKey={(sample: TimelineSample) => sample.bytes[category]}
              name={category}
              stackId="tracked"
              type="stepAfter"
              {...categoryArea(category)}
            />
          ))}
          {whole && residentSet ? (
            <Line
              dataKey="rss"
              type="stepAfter"
              stroke="var(--text)"
              strokeWidth={1.5}
              strokeDasharray="5 3"
              dot={false}
              activeDot={false}
              isAnimationActive={false}
            />
          ) : null}
          {phases.map(({ phase, timeNs }, index) => (
            <ReferenceLine
              key={phase}
              x={timeNs}
              stroke="var(--text-muted)"
              strokeDasharray="2 3"
              label={{
                // A phase too short for its name goes without.
                value: (phases[index + 1]?.timeNs ?? endNs) - timeNs > endNs * NAMED_PHASE ? PHASE_LABELS[phase] : '',
                position: 'insideTopLeft',
                fill: 'var(--text-muted)',
                fontSize: 11,
              }}
            />
          ))}
          {marked === undefined ? null : <ReferenceLine x={marked.timeNs} stroke="var(--accent)" strokeWidth={2} />}
          {peak === null || !whole ? null : (
            <ReferenceDot {...peakDot(peak.timeNs, peak.total, 'peak', peak.timeNs < endNs / 2 ? 'right' : 'left')} />
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  )
}

interface SampleTooltipProps {
  readonly active?: boolean
  readonly payload?: readonly { readonly payload?: TimelineSample }[]
}

function SampleTooltip({ active, payload }: SampleTooltipProps) {
  const sample = payload?.[0]?.payload
  const name = useApp((state) => state.model?.nodes[sample?.node ?? -1]?.name)
  if (!active || sample === undefined) return null
  return (
    <MemoryTooltip
      kind="measured"
      title={name ?? 'No layer'}
      at={formatDuration(sample.timeNs)}
      parts={CATEGORIES.map((category) => [category, sample.bytes[category]])}
    >
      <TooltipRow label="Tracked">{formatBytes(sample.total)}</TooltipRow>
      {sample.rss === null ? null : <TooltipRow label="RSS (reported by the OS)">{formatBytes(sample.rss)}</TooltipRow>}
    </MemoryTooltip>
  )
}
