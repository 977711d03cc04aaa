// SPDX-License-Identifier: Apache-2.0

import { STACK_ORDER } from '#contract/categories'
import type { LayerDifference } from '#contract/comparison'
import type { SavedRun } from '#contract/document'
import { extremeRows } from '#contract/event-log'
import { CATEGORIES, type CategoryBytes, type Plan } from '#contract/plan'
import { largest, smallest } from '#core/model/extremes'
import { duration, roughSize, signed } from '#messages/figures'
import { shortened } from '#messages/plain-text'
import type { Words } from '#messages/words'
import { categoryName } from './figures'
import { html, type Markup } from './markup'

// Charts as inline SVG. Lengths are in units of a 1000-unit width; colours come from the style sheet.

const WIDTH = 1000
const LEFT = 70
const PLOT = WIDTH - LEFT - 10
/** Series are drawn with two points for every unit of width at most. */
const MOST_POINTS = 1000

export interface NamedTotals {
  readonly letter: string
  /** Its configuration, in words. */
  readonly text: string
  readonly totals: CategoryBytes
  readonly totalBytes: number
  /** Whether parts of it are unknown. */
  readonly lowerBound: boolean
}

/** Of a side in the chart of totals: its words above its bar. */
const ROW = 52
const LONGEST_TEXT = 150
/** Behind the longest bar, for its figure. */
const [TOTAL_ROOM, LOWER_BOUND_ROOM] = [100, 170]

/** One stacked bar per entry, all on one scale. */
export function totalsChart(words: Words, entries: readonly NamedTotals[]): Markup {
  const scale = largest(
    entries.map(({ totalBytes }) => totalBytes),
    1,
  )
  const height = entries.length * ROW + 4
  const longest = WIDTH - (entries.some(({ lowerBound }) => lowerBound) ? LOWER_BOUND_ROOM : TOTAL_ROOM)
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${words.text('report:chart.totals')}">${entries.map(
    ({ letter, text, totals, totalBytes, lowerBound }, row) => {
      let x = 0
      const y = row * ROW + 20
      const parts = CATEGORIES.filter((category) => totals[category] > 0).map((category) => {
        const width = (totals[category] / scale) * longest
        const part = html`<rect x="${number(x)}" y="${y}" width="${number(width)}" height="24" fill="var(--category-${category})"><title>${words.text('report:chart.part', { name: categoryName(words, category), bytes: roughSize(totals[category]) })}</title></rect>`
        x += width
        return part
      })
      return html`<text x="0" y="${y - 6}"><tspan class="strong">${letter}</tspan>  ${shortened(text, LONGEST_TEXT)}</text>${parts}<text class="strong" x="${number(x + 8)}" y="${y + 17}">${lowerBound ? words.text('report:atLeast', { bytes: roughSize(totalBytes) }) : roughSize(totalBytes)}</text>`
    },
  )}</svg>`
}

/** B − A of packed weights and workspace, one bar per layer in execution order, up where B needs more. */
export function differenceChart(words: Words, layers: readonly LayerDifference[]): Markup {
  const deltas = layers.map(({ packedWeightDelta, workspaceDelta }) => (packedWeightDelta ?? 0) + (workspaceDelta ?? 0))
  const most = largest(deltas, 1)
  const least = smallest([0, ...deltas])
  const height = 240
  const y = (value: number) => 8 + (1 - (value - least) / (most - least)) * (height - 30)
  const step = PLOT / Math.max(1, layers.length)
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${words.text('report:chart.differences')}">
${axis([least, 0, most], y)}
${layers.map((layer, index) => {
  const delta = deltas[index] ?? 0
  const top = Math.min(y(0), y(delta))
  const bar = Math.abs(y(0) - y(delta))
  return html`<rect x="${number(LEFT + index * step)}" y="${number(top)}" width="${number(Math.max(0.5, step * 0.85))}" height="${number(bar)}" fill="${layer.b.algorithm === null ? 'var(--muted)' : `var(--algorithm-${layer.b.algorithm})`}"><title>${words.text('report:chart.part', { name: layer.name, bytes: signed(delta, roughSize) })}</title></rect>`
})}
${ends(words, height)}</svg>`
}

export interface PlannedCurve {
  readonly letter: string
  readonly plan: Pick<Plan, 'steps' | 'totals'>
}

const CURVE_COLOURS = [
  'var(--muted)',
  'var(--accent)',
  ...(['winograd', 'strassen-1x1', 'depthwise', 'gemm-1x1', 'grouped', 'streamed', 'streamed-winograd'] as const).map(
    (algorithm) => `var(--algorithm-${algorithm})`,
  ),
]

/** Modelled memory while each layer executes, all entries on one axis. */
export function plannedCurves(words: Words, curves: readonly PlannedCurve[]): Markup {
  const series = curves.map(({ plan: { steps, totals } }) =>
    steps.map((step) => totals.packedWeights + totals.modelBuffer + step.activationBytes + step.workspaceBytes),
  )
  const most = series.reduce((top, values) => values.reduce((a, b) => Math.max(a, b), top), 1)
  const height = 240
  const y = (value: number) => 8 + (1 - value / most) * (height - 30)
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${words.text('report:chart.overLayers')}">
${axis([0, most / 2, most], y)}
${series.map((values, index) => {
  const colour = CURVE_COLOURS[index % CURVE_COLOURS.length] ?? ''
  const points = values.map((value, row) => {
    const x = LEFT + (row / Math.max(1, values.length)) * PLOT
    return `${row === 0 ? 'M' : 'H'}${number(x)}${row === 0 ? ' ' : 'V'}${number(y(value))}`
  })
  return html`<path d="${points.join('')}H${WIDTH - 10}" fill="none" stroke="${colour}" stroke-width="1.5"><title>${curves[index]?.letter ?? ''}</title></path>`
})}
${ends(words, height)}</svg>
<div class="key">${curves.map(({ letter }, index) => html`<span><i style="background:${CURVE_COLOURS[index % CURVE_COLOURS.length] ?? ''}"></i>${letter}</span>`)}</div>`
}

/** Tracked memory over the time of a run, by category, with the resident set as a line. */
export function runChart(words: Words, { timeline: { samples, resident, endNs } }: SavedRun): Markup {
  const totals = Float64Array.from(samples.timeNs, (_, row) =>
    CATEGORIES.reduce((sum, category) => sum + (samples.held[category][row] ?? 0), 0),
  )
  const rows = extremeRows(totals, totals.length, Math.max(1, Math.ceil((2 * totals.length) / MOST_POINTS)))
  const most = resident.bytes.reduce(
    (a, b) => Math.max(a, b),
    totals.reduce((a, b) => Math.max(a, b), 1),
  )
  const height = 260
  const x = (time: number) => LEFT + (time / Math.max(1, endNs)) * PLOT
  const y = (value: number) => 8 + (1 - value / most) * (height - 30)
  const sums = new Float64Array(rows.length)
  const areas = STACK_ORDER.map((category) => {
    let path = ''
    for (const [index, row] of rows.entries()) {
      sums[index] = (sums[index] ?? 0) + (samples.held[category][row] ?? 0)
      const left = number(x(samples.timeNs[row] ?? 0))
      path += index === 0 ? `M${left} ${number(y(0))}` : `H${left}`
      path += `V${number(y(sums[index] ?? 0))}`
    }
    return html`<path d="${path}H${WIDTH - 10}V${number(y(0))}Z" fill="var(--category-${category})"/>`
  })
  const line = resident.timeNs
    .map((time, row) => {
      const top = number(y(resident.bytes[row] ?? 0))
      return row === 0 ? `M${number(x(time))} ${top}` : `H${number(x(time))}V${top}`
    })
    .join('')
  return html`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${words.text('report:chart.overTime')}">
${axis([0, most / 2, most], y)}${areas.reverse()}
<path d="${line}" fill="none" stroke="var(--text)" stroke-width="1.5" stroke-dasharray="5 3"/>
<text x="${LEFT}" y="${height - 4}">0</text><text x="${WIDTH - 10}" y="${height - 4}" text-anchor="end">${duration(endNs)}</text></svg>`
}

export function categoryKey(words: Words, residentSet: boolean): Markup {
  return html`<div class="key">${CATEGORIES.map(
    (category) =>
      html`<span><i style="background:var(--category-${category})"></i>${categoryName(words, category)}</span>`,
  )}${residentSet ? html`<span>${words.text('report:chart.resident')}</span>` : null}</div>`
}

/** Which layers the ends of an axis are. */
function ends(words: Words, height: number): Markup {
  return html`<text x="${LEFT}" y="${height - 4}">${words.text('report:chart.first')}</text><text x="${WIDTH - 10}" y="${height - 4}" text-anchor="end">${words.text('report:chart.last')}</text>`
}

function axis(values: readonly number[], y: (value: number) => number): Markup {
  const marks = [...new Set(values)]
  return html`${marks.map(
    (value) =>
      html`<line x1="${LEFT}" x2="${WIDTH - 10}" y1="${number(y(value))}" y2="${number(y(value))}" stroke="var(--line)"/><text x="${LEFT - 6}" y="${number(y(value) + 4)}" text-anchor="end">${value === 0 ? '0' : roughSize(value)}</text>`,
  )}`
}

function number(value: number): string {
  return String(Math.round(value * 10) / 10)
}
