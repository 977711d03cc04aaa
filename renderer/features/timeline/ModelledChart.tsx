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
import { formatBytes } from '../../lib/bytes'
import { type ModelledSample, modelledPeak } from '../../lib/modelled-timeline'
import { actions, useApp } from '../../store'
import { TooltipRow } from '../../ui/TooltipRow'
import { byteAxis, categoryArea, MARGIN, MemoryTooltip, peakDot } from './chart-parts'

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
          <YAxis {...byteAxis(top)} />
          <Tooltip content={<StepTooltip />} isAnimationActive={false} />
          {visible.map((category) => (
            <Area key={category} dataKey={category} stackId="modelled" type="step" {...categoryArea(category)} />
          ))}
          {marked === undefined ? null : <ReferenceLine x={marked.position} stroke="var(--accent)" strokeWidth={2} />}
          {peak === null || hidden.size > 0 ? null : (
            <ReferenceDot
              {...peakDot(
                peak.position,
                peak.total,
                'modelled peak',
                peak.position < samples.length / 2 ? 'right' : 'left',
              )}
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
    <MemoryTooltip
      kind="modelled"
      title={name ?? ''}
      at={`layer ${sample.position}`}
      parts={[...STACK].reverse().map((category) => [category, sample[category]])}
    >
      <TooltipRow label="Total">{formatBytes(sample.total)}</TooltipRow>
    </MemoryTooltip>
  )
}
