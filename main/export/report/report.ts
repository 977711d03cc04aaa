import type { GrowthLimit } from '#contract/verdict'
import { CATEGORY_NAMES } from '../../planning/comparison/wording'
import { type ComparedEntry, compareEntries } from '../document/compare'
import { categoryKey, plannedCurves, totalsChart } from './charts'
import { letterOf } from './figures'
import { html, Markup } from './markup'
import {
  categoriesTable,
  comparisonSection,
  entriesTable,
  layersSection,
  modelFacts,
  notesSection,
  runSection,
  verdictSection,
} from './sections'
import { STYLE } from './style'

export interface ReportRequest {
  readonly appVersion: string
  readonly createdAt: Date
  /** The first is A, the baseline; with none other the report is of it alone. Entries may be of different files. */
  readonly entries: readonly [ComparedEntry, ...ComparedEntry[]]
  /** Without one the report gives no verdict. */
  readonly limit?: GrowthLimit
}

/**
 * One self-contained HTML page: verdict, configurations, charts as inline SVG, tables. It holds no
 * script and refers to nothing outside; whatever comes from a model file is escaped.
 */
export function htmlReport({ appVersion, createdAt, entries, limit }: ReportRequest): string {
  const [a, ...others] = entries
  const saved = entries.map(({ entry }) => entry)
  const models = [...new Map(entries.map(({ model }) => [model.sha256, model])).values()]
  const title = `Memory of ${a.model.name}${others.length === 0 ? '' : `: ${saved.map((_, index) => letterOf(index)).join(' / ')}`}`
  const named = saved.map(({ plan }, index) => ({ letter: letterOf(index), plan, ...plan }))
  const page = html`<!doctype html>
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
${limit === undefined ? null : verdictSection(saved, limit)}
<h2>Configurations</h2>
${entriesTable(saved)}
<h2>Memory by category</h2>
${totalsChart(named)}${categoryKey(CATEGORY_NAMES, false)}
${categoriesTable(saved)}
${others.map((other, index) => comparisonSection(compareEntries(a, other, letterOf(index + 1)), index + 1))}
<h2>Memory over the layers <span class="origin">modelled</span></h2>
${plannedCurves(named)}
${saved.some(({ run }) => run !== undefined) ? html`<h2>Runs</h2>${saved.map(runSection)}` : null}
${entries.map(layersSection)}
${notesSection(saved)}
<p class="muted">Convscope ${appVersion} · ${createdAt.toISOString()} · sizes in binary units, exact bytes on hover</p>
</main></body>
</html>
`
  return page.text
}

// Ours, and quoted: it goes in as it is.
const STYLE_SHEET = new Markup(STYLE)
