// SPDX-License-Identifier: Apache-2.0
import { Area, CartesianGrid, ComposedChart, Line, ReferenceArea, Tooltip, XAxis, YAxis } from 'recharts'
import { STACK_ORDER } from '#contract/categories'
import type { Setting } from '#contract/configuration'
import { t } from '../../i18n'
import { byteTicks, formatAxisBytes } from '../../lib/bytes'
import { categoryColour } from '../../lib/palette'
import { actions } from '../../store'
import { LadderTooltip } from './LadderTooltip'
import type { LadderGroup, LadderPoint } from './ladder-rows'
import { StepLabels } from './StepLabels'

interface LadderChartProps {
  readonly points: LadderPoint[]
  readonly others: readonly LadderGroup[]
  readonly setting: Setting | null
  /** Place of the release of the current configuration; null where it is none of these. */
  readonly now: number | null
  /** Given by ResponsiveContainer. */
  readonly width?: number
  readonly height?: number
}

const STEPS = 6
/** Room above for the text of a step at the top, and for that of the current release. */
const MARGIN = { top: 34, right: 32, bottom: 0, left: 4 }

/** Stacked by category, a step wherever a rule changed. A press compares what the step under it leads from and to. */
export function LadderChart({ points, others, setting, now, width, height }: LadderChartProps) {
  const totals = points.flatMap(({ release, others: more }) => [release.totalBytes, ...more.map((bytes) => bytes ?? 0)])
  const ticks = byteTicks(0, Math.max(1, ...totals), STEPS)
  const present = STACK_ORDER.filter((category) => points.some((point) => point[category] > 0))
  // Curves step half-way between two points: a release is as wide as the way from one to the next.
  const last = points.length - 1
  return (
    <ComposedChart
      data={points}
      margin={MARGIN}
      {...(width === undefined ? {} : { width })}
      {...(height === undefined ? {} : { height })}
      onClick={({ activeIndex }) => {
        const step = points[Number(activeIndex)]?.step
        if (step != null) void actions.compareConfigurations(step.before.configuration, step.release.configuration)
      }}
    >
      <CartesianGrid vertical={false} stroke="var(--line)" />
      <XAxis
        dataKey="index"
        type="number"
        domain={[0, Math.max(1, last)]}
        ticks={minorReleases(points)}
        interval="equidistantPreserveStart"
        minTickGap={8}
        stroke="var(--line-strong)"
        tickFormatter={(index: number) => points[index]?.release.version ?? ''}
      />
      <YAxis
        width={66}
        ticks={ticks}
        interval={0}
        domain={[0, ticks.at(-1) ?? 1]}
        tickFormatter={formatAxisBytes}
        stroke="var(--line-strong)"
      />
      {present.map((category) => (
        <Area
          key={category}
          dataKey={category}
          type="step"
          stackId="categories"
          isAnimationActive={false}
          activeDot={false}
          stroke="none"
          fill={categoryColour(category)}
          fillOpacity={0.85}
        />
      ))}
      {others.map(({ values }, index) => (
        <Line
          key={values.join()}
          dataKey={(point: LadderPoint) => point.others[index] ?? null}
          type="step"
          isAnimationActive={false}
          dot={false}
          activeDot={false}
          stroke="var(--text)"
          strokeWidth={1.25}
          strokeDasharray={index === 0 ? '4 3' : '1 3'}
        />
      ))}
      {now === null ? null : (
        <ReferenceArea
          x1={Math.max(0, now - 0.5)}
          x2={Math.min(last, now + 0.5)}
          fill="var(--accent)"
          fillOpacity={0.45}
          stroke="none"
          label={{
            value: t('releases:now', { version: points[now]?.release.version ?? '' }),
            position: 'insideTop',
            fill: 'var(--text)',
            fontSize: 11,
            offset: -16,
          }}
        />
      )}
      <StepLabels points={points} setting={setting} />
      <Tooltip
        content={<LadderTooltip others={others} setting={setting} />}
        isAnimationActive={false}
        position={{ y: 4 }}
        cursor={{ stroke: 'var(--text-muted)' }}
      />
    </ComposedChart>
  )
}

/** Where the number before the last dot changes; of versions without dots all. */
function minorReleases(points: readonly LadderPoint[]): number[] {
  const minor = ({ release }: LadderPoint) => release.version.replace(/\.[^.]*$/, '')
  return points.flatMap((point, index) => {
    const before = points[index - 1]
    return before !== undefined && minor(before) === minor(point) ? [] : [index]
  })
}
