// SPDX-License-Identifier: Apache-2.0
import { letterOf } from '#contract/comparison'
import type { Entry, SavedEntry, SavedModel, SavedRun } from '#contract/document'
import { CATEGORIES, type Category, isLowerBound } from '#contract/plan'
import { residentParts } from '#contract/timeline'
import { type GrowthLimit, judge, type Outcome } from '#contract/verdict'
import { gapsOf } from '#core/comparison/gaps'
import { CATEGORY_NAMES } from '#core/comparison/wording'
import { duration, growth, percent, roughSize } from '#messages/figures'
import { english } from '#messages/say'
import { categoryKey, runChart } from './charts'
import { bytes, bytesDelta, configurationText, letter, MEASURED, MODELLED } from './figures'
import { html, type Markup } from './markup'

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  within: 'is within the limit',
  over: 'exceeds the limit',
  unknown: 'is not known to keep the limit: more may come to what is known',
}

/** Which entries stay within the limit, first of all things. */
export function verdictSection(entries: readonly Entry[], limit: GrowthLimit): Markup {
  const [baseline] = entries
  if (baseline === undefined) return html``
  const judged = entries.length === 1 ? [baseline] : entries.slice(1)
  const offset = entries.length === 1 ? 0 : 1
  return html`${judged.map((entry, index) => {
    const { plan } = entry.entry
    const baselineBytes = baseline.entry.plan.totalBytes
    const gaps = gapsOf(entry)
    const lowerBound = gaps.length > 0
    const { outcome, growthBytes } = judge(baselineBytes, { bytes: plan.totalBytes, lowerBound }, limit)
    const limits = [
      ...(limit.growth === undefined ? [] : [`growth of at most ${percent(limit.growth)}`]),
      ...(limit.growthBytes === undefined ? [] : [`growth of at most ${roughSize(limit.growthBytes)}`]),
      ...(limit.totalBytes === undefined ? [] : [`at most ${roughSize(limit.totalBytes)} in total`]),
    ]
    return html`<div class="verdict ${outcome}"><b>${letter(index + offset)} ${OUTCOMES[outcome]}</b><br>${lowerBound ? 'at least ' : null}${bytes(plan.totalBytes)} modelled, ${bytesDelta(growthBytes)} ${growth(baselineBytes, plan.totalBytes)} against A; limit: ${limits.join(', ')}.${gaps.map((gap) => html`<br>${english(gap)}`)}</div>`
  })}`
}

export function entriesTable(entries: readonly SavedEntry[]): Markup {
  const baseline = entries[0]?.plan.totalBytes ?? 0
  const measured = entries.some(({ run }) => run !== undefined)
  return html`<table><thead><tr><th></th><th>Configuration</th><th class="n">Total${MODELLED}</th><th class="n">Against A</th>${
    measured
      ? html`<th class="n">Peak${MEASURED}</th><th class="n">RSS, highest</th><th class="n">Inference${MEASURED}</th>`
      : null
  }</tr></thead><tbody>${entries.map(
    ({ label, configuration, plan, run }, index) =>
      html`<tr><td>${letter(index)}</td><td>${label === '' ? null : html`<b>${label}</b><br>`}${configurationText(configuration)}</td><td class="n">${isLowerBound(plan) ? 'at least ' : null}${bytes(plan.totalBytes)}</td><td class="n">${
        index === 0
          ? 'baseline'
          : html`${bytesDelta(plan.totalBytes - baseline)}<br>${growth(baseline, plan.totalBytes)}`
      }</td>${
        !measured
          ? null
          : run === undefined
            ? html`<td class="n">–</td><td class="n">–</td><td class="n">–</td>`
            : html`<td class="n">${bytes(run.report.peakTrackedBytes)}</td><td class="n">${bytes(run.report.peakRssBytes)}</td><td class="n">${run.report.inferenceNs === null ? 'ended early' : duration(run.report.inferenceNs)}</td>`
      }</tr>`,
  )}</tbody></table>`
}

/** As many sides as have room beside each other on paper, each with its difference. */
const SIDES_ABREAST = 3

export function categoriesTable(entries: readonly SavedEntry[]): Markup {
  const shown = CATEGORIES.filter((category) => entries.some(({ plan }) => plan.totals[category] > 0))
  const against = ({ plan }: SavedEntry, category: Category) =>
    bytesDelta(plan.totals[category] - (entries[0]?.plan.totals[category] ?? 0))
  if (entries.length > SIDES_ABREAST) return sidesTable(entries, shown, against)
  return html`<table><thead><tr><th>Category${MODELLED}</th>${entries.map((_, index) => html`<th class="n">${letterOf(index)}</th>`)}${entries
    .slice(1)
    .map((_, index) => html`<th class="n">${letterOf(index + 1)} − A</th>`)}</tr></thead><tbody>${shown.map(
    (category) =>
      html`<tr><td>${CATEGORY_NAMES[category]}</td>${entries.map(({ plan }) => html`<td class="n">${bytes(plan.totals[category])}</td>`)}${entries
        .slice(1)
        .map((entry) => html`<td class="n">${against(entry, category)}</td>`)}</tr>`,
  )}</tbody></table>`
}

/** The same with a row for each side, its differences below its figures. */
function sidesTable(
  entries: readonly SavedEntry[],
  shown: readonly Category[],
  against: (entry: SavedEntry, category: Category) => Markup,
): Markup {
  return html`<table><thead><tr><th>Against A${MODELLED}</th>${shown.map((category) => html`<th class="n">${CATEGORY_NAMES[category]}</th>`)}</tr></thead><tbody>${entries.map(
    (entry, index) =>
      html`<tr><td>${letter(index)}</td>${shown.map(
        (category) =>
          html`<td class="n">${bytes(entry.plan.totals[category])}${index === 0 ? null : html`<br>${against(entry, category)}`}</td>`,
      )}</tr>`,
  )}</tbody></table>`
}

/** By category, when the resident set was highest. */
function trackedText({ trackedAtPeakRss }: SavedRun['report']): Markup {
  const held = CATEGORIES.filter((category) => trackedAtPeakRss[category] > 0)
  return html`${held.map(
    (category, index) =>
      html`${index === 0 ? null : ', '}${bytes(trackedAtPeakRss[category])} ${CATEGORY_NAMES[category]}`,
  )}`
}

export function runSection({ run, label }: SavedEntry, index: number): Markup {
  if (run === undefined) return html``
  const { report, timeline } = run
  return html`<h3>${letter(index)} ${label}: executed in Convscope’s engine${MEASURED}</h3>${runChart(run)}
<p class="muted">${report.iterations} inferences on ${report.executedIsa}; tracked peak ${bytes(timeline.peak?.total ?? report.peakTrackedBytes)}, resident set ${bytes(report.baselineRssBytes)} before and ${bytes(report.peakRssBytes)} at its highest, when ${trackedText(report)} were tracked; ${bytesDelta(residentParts(report).remainderBytes)} are not tracked. ${report.notes.map(english).join(' ')}</p>${categoryKey(CATEGORY_NAMES, true)}`
}

export function notesSection(entries: readonly SavedEntry[]): Markup {
  return html`<h2>What the figures include</h2>${entries.map(
    ({ plan }, index) =>
      html`<h3>${letter(index)}</h3><ul>${plan.notes.map((note) => html`<li>${english(note)}</li>`)}</ul>`,
  )}`
}

export function modelFacts(model: SavedModel): Markup {
  const inputs = model.inputs.map(({ name, dims }) => `${name} ${dims.join('×')}`).join(', ')
  return html`<p class="muted">${model.fileName} · ${model.format.toUpperCase()} · ${bytes(model.fileBytes)} · ${model.nodes.length} nodes · inputs ${inputs}<br>sha256 ${model.sha256}</p>`
}
