// SPDX-License-Identifier: Apache-2.0
import { letterOf } from '#contract/comparison'
import type { Entry } from '#contract/document'
import type { Ladder } from '#contract/releases'
import type { GrowthLimit } from '#contract/verdict'
import { compareEntries } from '#core/comparison/entries'
import { CATEGORY_NAMES } from '#core/comparison/wording'
import { categoryKey, plannedCurves, totalsChart } from './charts'
import { laddersSection } from './ladders'
import { layersSection } from './layers-section'
import { lifecycleSection } from './lifecycle-section'
import { html, Markup } from './markup'
import { peakSection } from './peak-section'
import {
  categoriesTable,
  comparisonSection,
  entriesTable,
  modelFacts,
  notesSection,
  runSection,
  verdictSection,
} from './sections'
import { staircase } from './staircase'
import { STYLE } from './style'

export interface ReportRequest {
  readonly appVersion: string
  readonly createdAt: Date
  /** The first is A, the baseline; with none other the report is of it alone. Entries may be of different files. */
  readonly entries: readonly [Entry, ...Entry[]]
  /** Without one the report gives no verdict. */
  readonly limit?: GrowthLimit
  /** What A's model takes in every release of an engine. */
  readonly ladders?: readonly Ladder[]
}

/**
 * One self-contained HTML page: verdict, configurations, charts as inline SVG, tables. It holds no
 * script and refers to nothing outside; whatever comes from a model file is escaped.
 */
export function htmlReport(request: ReportRequest): string {
  return [...reportPieces(request)].join('')
}

/** Of how many pieces `reportPieces` makes a page of so many entries. */
export function reportLength(entries: number): number {
  return 3 + 3 * entries
}

/** The same in pieces that each take no more than a moment to make. */
export function* reportPieces({
  appVersion,
  createdAt,
  entries,
  limit,
  ladders = [],
}: ReportRequest): Generator<string, void, undefined> {
  const [a, ...others] = entries
  const saved = entries.map(({ entry }) => entry)
  const models = [...new Map(entries.map(({ model }) => [model.sha256, model])).values()]
  const title = `Memory of ${a.model.name}${others.length === 0 ? '' : `: ${saved.map((_, index) => letterOf(index)).join(' / ')}`}`
  const named = saved.map(({ plan }, index) => ({ letter: letterOf(index), plan, ...plan }))
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
${models.map(modelFacts)}
${limit === undefined ? null : verdictSection(entries, limit)}
<h2>Configurations</h2>
${entriesTable(saved)}
<h2>Memory by category</h2>
${totalsChart(named)}${categoryKey(CATEGORY_NAMES, false)}
${categoriesTable(saved)}
${lifecycleSection(saved)}
${staircase(entries)}
`.text
  for (const [index, other] of others.entries()) {
    yield comparisonSection(compareEntries(a, other), index + 1).text
  }
  yield html`
${laddersSection(ladders, a.model)}
<h2>Memory over the layers <span class="origin">modelled</span></h2>
${plannedCurves(named)}
${entries.map(peakSection)}
${saved.some(({ run }) => run !== undefined) ? html`<h2>Runs</h2>` : null}`.text
  for (const [index, entry] of saved.entries()) yield runSection(entry, index).text
  yield '\n'
  for (const [index, entry] of entries.entries()) yield layersSection(entry, index).text
  yield html`
${notesSection(saved)}
<p class="muted">Convscope ${appVersion} · ${createdAt.toISOString()} · sizes in binary units, exact bytes on hover</p>
</main></body>
</html>
`.text
}

// Ours, and quoted: it goes in as it is.
const STYLE_SHEET = new Markup(STYLE)
