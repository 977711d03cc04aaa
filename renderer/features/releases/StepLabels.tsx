// SPDX-License-Identifier: Apache-2.0

import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts'
import type { Setting } from '#contract/configuration'
import { type Step, stepsOf } from '#contract/releases'
import { t } from '../../i18n'
import { formatBytesDelta } from '../../lib/bytes'
import { type LadderPoint, mainCause, movedBy } from './ladder-rows'
import { LINE_HEIGHT, stepLabels } from './step-labels'
import { topicName } from './topic-name'

interface StepLabelsProps {
  readonly points: readonly LadderPoint[]
  readonly setting: Setting | null
}

/** Beside each step that stands out: the release, by how much, and the rule that changed. */
export function StepLabels({ points, setting }: StepLabelsProps) {
  const plot = usePlotArea()
  const x = useXAxisScale()
  const y = useYAxisScale()
  if (plot === undefined || x === undefined || y === undefined) return null
  const steps = stepsOf(points.map(({ release }) => release))
  const text = (step: Step): readonly [string, string] => {
    const cause = mainCause(step)
    const moved = movedBy(step)
    return [
      `${step.release.version}  ${formatBytesDelta(step.bytes)}`,
      [
        ...(cause === undefined ? [] : [topicName(cause.topic, setting)]),
        ...(moved === 0 ? [] : [t('releases:layers', { count: moved })]),
      ].join(' · '),
    ]
  }
  const labels = stepLabels(steps, text, {
    left: plot.x,
    right: plot.x + plot.width,
    x: (index) => Number(x(index - 0.5)),
    y: (bytes) => Number(y(bytes)),
  })
  return (
    <g className="releases-labels" data-testid="releases-labels">
      {labels.map(({ step, lines, x: left, y: top, anchor }) => (
        <text key={step.index} x={left} y={top} textAnchor={anchor} data-version={step.release.version}>
          <tspan x={left} fontWeight={600}>
            {lines[0]}
          </tspan>
          <tspan x={left} dy={LINE_HEIGHT}>
            {lines[1]}
          </tspan>
        </text>
      ))}
    </g>
  )
}
