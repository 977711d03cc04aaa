import {
  Area,
  CartesianGrid,
  ComposedChart,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { Category } from '#contract/plan'
import { byteTicks, formatAxisBytes, formatBytes } from '../../lib/bytes'
import { CATEGORY_LABELS } from '../../lib/labels'
import { type ModelledSample, modelledPeak } from '../../lib/modelled-timeline'
import { categoryColour } from '../../lib/palette'
import { actions, useApp } from '../../store'
import { Origin } from '../../ui/Origin'
import { TooltipRow } from '../../ui/TooltipRow'

const MARGIN = { top: 18, right: 18, bottom: 0, left: 8 }
/** From the bottom: what stays, then what each layer needs. */
const STACK = ['packedWeights', 'modelBuffer', 'activations', 'workspace'] as const

interface ModelledChartProps {
  readonly samples: ModelledSample[]
  readonly hidden: ReadonlySet<Category>
}

/** Memory while each layer executes, by the plan; the axis is the order of execution, not time. */
export function ModelledChart({ samples, hidden }: ModelledChartProps) {
  const selected = useApp((state) => state.selected)
  const peak = modelledPeak(samples)
  const visible = STACK.filter((category) => !hidden.has(category))
  const height = (sample: ModelledSample) => visible.reduce((sum, category) => sum + sample[category], 0)
  const top = samples.reduce((most, sample) => Math.max(most, height(sample)), 1)
  const ticks = byteTicks(0, top, 5)
  const marked = selected === null ? undefined : samples.find((sample) => sample.node === selected)
  return (
    <div
      className="timeline-chart"
      data-testid="timeline-chart"
      data-origin="modelled"
      data-samples={samples.length}
      data-peak-bytes={peak?.total ?? 0}
    >
      <ResponsiveContainer>
        <ComposedChart
          data={samples}
          margin={MARGIN}
          onClick={({ activeIndex }) => {
            const node = samples[Number(activeIndex)]?.node
            if (node !== undefined) actions.reveal(node)
          }}
        >
          <CartesianGrid vertical={false} />
          <XAxis
            dataKey="position"
            type="number"
            domain={[1, Math.max(2, samples.length)]}
            tickFormatter={(position: number) => `layer ${position}`}
            tickCount={8}
            allowDecimals={false}
            stroke="var(--line-strong)"
          />
          <YAxis
            width={66}
            ticks={ticks}
            domain={[0, ticks.at(-1) ?? top]}
            tickFormatter={formatAxisBytes}
            stroke="var(--line-strong)"
          />
          <Tooltip content={<StepTooltip />} isAnimationActive={false} />
          {visible.map((category) => (
            <Area
              key={category}
              dataKey={category}
              stackId="modelled"
              type="step"
              fill={categoryColour(category)}
              fillOpacity={0.9}
              stroke="none"
              isAnimationActive={false}
              activeDot={false}
            />
          ))}
          {marked === undefined ? null : <ReferenceLine x={marked.position} stroke="var(--accent)" strokeWidth={2} />}
          {peak === null || hidden.size > 0 ? null : (
            <ReferenceDot
              x={peak.position}
              y={peak.total}
              r={4}
              fill="var(--grow)"
              stroke="var(--surface)"
              label={{
                value: `modelled peak ${formatBytes(peak.total)}`,
                position: peak.position < samples.length / 2 ? 'right' : 'left',
                fill: 'var(--text)',
                fontSize: 11,
              }}
            />
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  )
}

interface StepTooltipProps {
  readonly active?: boolean
  readonly payload?: readonly { readonly payload?: ModelledSample }[]
}

function StepTooltip({ active, payload }: StepTooltipProps) {
  const sample = payload?.[0]?.payload
  const name = useApp((state) => state.model?.nodes[sample?.node ?? -1]?.name)
  if (!active || sample === undefined) return null
  return (
    <div className="ui-tooltip">
      <TooltipRow label={name ?? ''}>layer {sample.position}</TooltipRow>
      <div>
        <Origin kind="modelled" />
      </div>
      {[...STACK]
        .reverse()
        .filter((category) => sample[category] > 0)
        .map((category) => (
          <TooltipRow key={category} colour={categoryColour(category)} label={CATEGORY_LABELS[category]}>
            {formatBytes(sample[category])}
          </TooltipRow>
        ))}
      <TooltipRow label="Total">{formatBytes(sample.total)}</TooltipRow>
    </div>
  )
}
