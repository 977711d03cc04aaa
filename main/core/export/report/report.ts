// SPDX-License-Identifier: Apache-2.0
import { letterOf } from '#contract/comparison'
import type { Entry } from '#contract/document'
import { isLowerBound } from '#contract/plan'
import type { Ladder } from '#contract/releases'
import type { GrowthLimit } from '#contract/verdict'
import { compareEntries } from '#core/comparison/entries'
import { CATEGORY_NAMES } from '#core/comparison/wording'
import { categoryKey, plannedCurves, totalsChart } from './charts'
import { comparisonDetails, layersByCause } from './comparison-section'
import { configurationText } from './figures'
import { answer, causes, question } from './front-page'
import { laddersSection } from './ladders'
import { layersSection } from './layers-section'
import { lifecycleSection } from './lifecycle-section'
import { html, Markup } from './markup'
import { peakSection } from './peak-section'
import { type ReportAdvice, remediesSection, remedyCard } from './remedies-section'
import { categoriesTable, entriesTable, modelFacts, notesSection, runSection, verdictSection } from './sections'
import { staircase } from './staircase'
import { STYLE } from './style'

export interface ReportRequest {
  readonly appVersion: string
  readonly createdAt: Date
  /** The first is A, the baseline; with none other the report is of it alone. Entries may be of different files. */
  readonly entries: readonly [Entry, ...Entry[]]
  /** Without one the report gives no verdict. */
  readonly limit?: GrowthLimit
  /** What helps: against B, the first after A, or against A where it is alone. Absent: nobody asked. */
  readonly advice?: ReportAdvice
  /** What A's model takes in every release of an engine. */
  readonly ladders?: readonly Ladder[]
}

/**
 * One self-contained HTML page, which begins with what a reader in a hurry needs: a question, its answer, one chart, the
 * causes and what to do; then all remedies, and layers by cause. Everything else is folded on screen and absent on
 * paper. It holds no script and refers to nothing outside; whatever comes from a model file is escaped.
 */
export function htmlReport(request: ReportRequest): string {
  return [...reportPieces(request)].join('')
}

/** Of how many pieces `reportPieces` makes a page of so many entries. */
export function reportLength(entries: number): number {
  return 2 + 4 * entries
}

/** The same in pieces that each take no more than a moment to make. */
export function* reportPieces({
  appVersion,
  createdAt,
  entries,
  limit,
  advice,
  ladders = [],
}: ReportRequest): Generator<string, void, undefined> {
  const [a, b = a, ...others] = entries
  const saved = entries.map(({ entry }) => entry)
  const models = [...new Map(entries.map(({ model }) => [model.sha256, model])).values()]
  const title = question(entries)
  const named = saved.map(({ configuration, plan }, index) => ({
    letter: letterOf(index),
    text: configurationText(configuration),
    lowerBound: isLowerBound(plan),
    plan,
    ...plan,
  }))
  const advised = b === a ? 'A' : 'B'
  const comparisons = entries.length === 1 ? [] : [b, ...others].map((other) => compareEntries(a, other))
  yield html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="Convscope ${appVersion}">
<title>${title}</title>
<style>${STYLE_SHEET}</style>
</head>
<body><main>
<h1>${title}</h1>
${answer(entries)}
${limit === undefined ? null : verdictSection(entries, limit)}
${totalsChart(named, CATEGORY_NAMES)}${categoryKey(CATEGORY_NAMES, false)}
<h2>Why</h2>
${causes(a, comparisons)}
${advice === undefined ? null : remedyCard(advice, b.model, advised)}
${laddersSection(ladders, a.model)}
<div class="sheet"></div>
${advice === undefined ? null : remediesSection(advice, b.model, advised)}
`.text
  for (const [index, comparison] of comparisons.entries()) yield layersByCause(comparison, index + 1).text
  yield html`
<div class="facts">${models.map(modelFacts)}</div>
<p class="muted">Convscope ${appVersion} · ${createdAt.toISOString()} · sizes in binary units<span class="screen">, exact bytes on hover</span><span class="paper"> · the page on screen has every layer, how memory changes over the layers, and what the figures include</span></p>
${FOLDED}All figures by category</summary>
<h2>Configurations</h2>
${entriesTable(saved)}
<h2>Memory by category</h2>
${categoriesTable(saved)}
${lifecycleSection(saved)}
${staircase(entries)}
</details>${FOLDED}Memory over the layers</summary>
<h2>Memory over the layers <span class="origin">modelled</span></h2>
${plannedCurves(named)}
${entries.map(peakSection)}
${saved.some(({ run }) => run !== undefined) ? html`<h2>Runs</h2>` : null}`.text
  for (const [index, entry] of saved.entries()) yield runSection(entry, index).text
  yield html`</details>`.text
  for (const [index, comparison] of comparisons.entries()) {
    yield html`${FOLDED}${letterOf(index + 1)} against A, layer by layer</summary>${comparisonDetails(comparison, index + 1)}</details>`
      .text
  }
  for (const [index, entry] of entries.entries()) {
    yield html`${FOLDED}Every layer of ${letterOf(index)}</summary>${layersSection(entry, index)}</details>`.text
  }
  yield html`${FOLDED}What the figures include</summary>${notesSection(saved)}</details>
</main></body>
</html>
`.text
}

// Ours, and quoted: it goes in as it is.
const STYLE_SHEET = new Markup(STYLE)
/** The beginning of what is folded on screen and absent on paper; its title follows. */
const FOLDED = new Markup('<details class="folded"><summary>')
