// SPDX-License-Identifier: Apache-2.0
import { type CSSProperties, useEffect, useMemo, useRef } from 'react'
import type { ModelView } from '#contract/model'
import { paletteProperties } from '#contract/palette'
import { exportName } from '#messages/file-name'
import { composeChart } from '../../lib/charts/chart-export'
import { rasterise, serialiseChart } from '../../lib/charts/svg-snapshot'
import { englishWords } from '../../lib/labels'
import { actions, useApp } from '../../store'
import { comparisonChart, EXPORT_COLOURS } from './comparison-chart'
import { differenceBars, type LetteredComparison } from './comparison-rows'
import { DifferenceChart } from './DifferenceChart'

const WIDTH = 1160
const HEIGHT = 420
const PNG_SCALE = 2

// Exports are always light and always of one size, whatever the window looks like.
const LIGHT: CSSProperties = {
  ...Object.fromEntries(paletteProperties('light')),
  '--text': EXPORT_COLOURS.text,
  '--text-muted': EXPORT_COLOURS.muted,
  '--line': '#e3e6eb',
  '--line-strong': '#b9bfca',
} as CSSProperties

interface ChartStageProps extends LetteredComparison {
  readonly model: ModelView
}

/** Draws the chart out of sight when an export asks for it, and hands the file over. */
export function ChartStage({ model, letter, comparison }: ChartStageProps) {
  const request = useApp((state) => state.chartExport)
  const host = useApp((state) => state.host)
  const stage = useRef<HTMLDivElement>(null)
  const bars = useMemo(() => differenceBars(comparison, 'packedWeightBytes'), [comparison])
  useEffect(() => {
    if (request === null || host === null) return
    let stale = false
    const save = async () => {
      const chart = stage.current?.querySelector<SVGSVGElement>('svg.recharts-surface') ?? null
      if (chart === null) {
        await actions.saveChart(null)
        return
      }
      const snapshot = serialiseChart(chart)
      const composed = composeChart(comparisonChart(snapshot, model, { letter, comparison }, host, new Date()))
      const { svg, width, height } = composed
      const bytes =
        request.kind === 'svg' ? new TextEncoder().encode(svg) : await rasterise(svg, width, height, PNG_SCALE)
      const sides = [comparison.a, comparison.b].map((side) => englishWords(host.profiles, side.configuration))
      const name = exportName(model.fileName, sides, 'packed weights')
      if (!stale) await actions.saveChart({ suggestedName: `${name}.${request.kind}`, kind: request.kind, bytes })
    }
    // The chart draws its axes in a second pass: take it in the frame after.
    const frame = requestAnimationFrame(() =>
      requestAnimationFrame(() => void save().catch(() => actions.saveChart(null))),
    )
    return () => {
      stale = true
      cancelAnimationFrame(frame)
    }
  }, [request, letter, comparison, model, host])
  if (request === null) return null
  return (
    <div className="compare-stage" ref={stage} style={LIGHT} aria-hidden="true">
      <DifferenceChart letter={letter} bars={bars} mode="difference" marked={null} width={WIDTH} height={HEIGHT} />
    </div>
  )
}
