// SPDX-License-Identifier: Apache-2.0
import { letterOf } from '#contract/comparison'
import type { Entry } from '#contract/document'
import { isLowerBound } from '#contract/plan'
import type { Ladder } from '#contract/releases'
import type { GrowthLimit } from '#contract/verdict'
import { compareEntries } from '#core/comparison/entries'
import { type ByteUnits, inByteUnits } from '#messages/figures'
import type { Language } from '#messages/languages'
import { wordsIn } from '#messages/words'
import { categoryKey, plannedCurves, totalsChart } from './charts'
import { comparisonDetails, layersByCause } from './comparison-section'
import { configurationText, modelled } from './figures'
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
  readonly language: Language
  /** Of all sizes; absent: KiB and MiB. */
  readonly units?: ByteUnits
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
export function* reportPieces({ units = 'binary', ...request }: ReportRequest): Generator<string, void, undefined> {
  const pieces = piecesOf(request)
  // Others may be at work between two pieces.
  for (;;) {
    const next = inByteUnits(units, () => pieces.next())
    if (next.done === true) return
    yield next.value
  }
}

function* piecesOf({
  language,
  appVersion,
  createdAt,
  entries,
  limit,
  advice,
  ladders = [],
}: Omit<ReportRequest, 'units'>): Generator<string, void, undefined> {
  const words = wordsIn(language)
  const [a, b = a, ...others] = entries
  const saved = entries.map(({ entry }) => entry)
  const models = [...new Map(entries.map(({ model }) => [model.sha256, model])).values()]
  const title = question(words, entries)
  const named = saved.map(({ configuration, plan }, index) => ({
    letter: letterOf(index),
    text: configurationText(words, configuration),
    lowerBound: isLowerBound(plan),
    plan,
    ...plan,
  }))
  const advised = b === a ? 'A' : 'B'
  const comparisons = entries.length === 1 ? [] : [b, ...others].map((other) => compareEntries(a, other))
  yield html`<!doctype html>
<html lang="${language}">
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
${answer(words, entries)}
${limit === undefined ? null : verdictSection(words, entries, limit)}
${totalsChart(words, named)}${categoryKey(words, false)}
<h2>${words.text('report:why')}</h2>
${causes(words, a, comparisons)}
${advice === undefined ? null : remedyCard(words, advice, b.model, advised)}
${laddersSection(words, ladders, a.model)}
<div class="sheet"></div>
${advice === undefined ? null : remediesSection(words, advice, b.model, advised)}
`.text
  for (const [index, comparison] of comparisons.entries()) yield layersByCause(words, comparison, index + 1).text
  yield html`
<div class="facts">${models.map((model) => modelFacts(words, model))}</div>
<p class="muted">${words.text('report:made', { version: appVersion, when: createdAt.toISOString() })}<span class="screen">${words.text('report:onHover')}</span><span class="paper">${words.text('report:onScreen')}</span></p>
${FOLDED}${words.text('report:folded.figures')}</summary>
<h2>${words.text('report:configurations')}</h2>
${entriesTable(words, saved)}
<h2>${words.text('report:byCategory')}</h2>
${categoriesTable(words, saved)}
${lifecycleSection(words, saved)}
${staircase(words, entries)}
</details>${FOLDED}${words.text('report:folded.over')}</summary>
<h2>${words.text('report:folded.over')}${modelled(words)}</h2>
${plannedCurves(words, named)}
${entries.map((entry, index) => peakSection(words, entry, index))}
${saved.some(({ run }) => run !== undefined) ? html`<h2>${words.text('report:runs')}</h2>` : null}`.text
  for (const [index, entry] of saved.entries()) yield runSection(words, entry, index).text
  yield html`</details>`.text
  for (const [index, comparison] of comparisons.entries()) {
    yield html`${FOLDED}${words.text('report:layerByLayer', { letter: letterOf(index + 1) })}</summary>${comparisonDetails(words, comparison, index + 1)}</details>`
      .text
  }
  for (const [index, entry] of entries.entries()) {
    yield html`${FOLDED}${words.text('report:folded.layers', { letter: letterOf(index) })}</summary>${layersSection(words, entry, index)}</details>`
      .text
  }
  yield html`${FOLDED}${words.text('report:folded.notes')}</summary>${notesSection(words, saved)}</details>
</main></body>
</html>
`.text
}

// Ours, and quoted: it goes in as it is.
const STYLE_SHEET = new Markup(STYLE)
/** The beginning of what is folded on screen and absent on paper; its title follows. */
const FOLDED = new Markup('<details class="folded"><summary>')
