// SPDX-License-Identifier: Apache-2.0
import { letterOf } from '#contract/comparison'
import type { Entry, SavedEntry, SavedModel, SavedRun } from '#contract/document'
import { CATEGORIES, type Category, isLowerBound } from '#contract/plan'
import { residentParts } from '#contract/timeline'
import { type GrowthLimit, judge } from '#contract/verdict'
import { gapsOf } from '#core/comparison/gaps'
import { duration, percent, roughSize } from '#messages/figures'
import type { Words } from '#messages/words'
import { categoryKey, runChart } from './charts'
import {
  bytes,
  bytesDelta,
  categoryName,
  configurationText,
  givenName,
  growthText,
  leastOf,
  letter,
  measured,
  modelled,
  total,
} from './figures'
import { html, type Markup } from './markup'

/** Which entries stay within the limit, first of all things. */
export function verdictSection(words: Words, entries: readonly Entry[], limit: GrowthLimit): Markup {
  const [baseline] = entries
  if (baseline === undefined) return html``
  const judged = entries.length === 1 ? [baseline] : entries.slice(1)
  const offset = entries.length === 1 ? 0 : 1
  return html`${judged.map((entry, index) => {
    const { plan } = entry.entry
    const baselineBytes = baseline.entry.plan.totalBytes
    const gaps = gapsOf(entry)
    const lowerBound = gaps.length > 0
    const isKnown = !lowerBound && gapsOf(baseline).length === 0
    const { outcome, growthBytes } = judge(baselineBytes, { bytes: plan.totalBytes, lowerBound }, limit)
    const limits = [
      ...(limit.growth === undefined ? [] : [words.text('report:limit.growth', { most: percent(limit.growth) })]),
      ...(limit.growthBytes === undefined
        ? []
        : [words.text('report:limit.growth', { most: roughSize(limit.growthBytes) })]),
      ...(limit.totalBytes === undefined
        ? []
        : [words.text('report:limit.total', { most: roughSize(limit.totalBytes) })]),
    ]
    const figures = {
      total: leastOf(words, lowerBound, plan.totalBytes),
      change: bytesDelta(words, isKnown ? growthBytes : null),
      growth: isKnown ? growthText(words, baselineBytes, plan.totalBytes) : '',
      limits: words.listed(limits),
    }
    return html`<div class="verdict ${outcome}"><b>${words.pieces(`report:outcome.${outcome}`, { letter: letter(index + offset) })}</b><br>${words.pieces('report:verdict', figures)}${gaps.map((gap) => html`<br>${words.say(gap)}`)}</div>`
  })}`
}

export function entriesTable(words: Words, entries: readonly SavedEntry[]): Markup {
  const [first] = entries
  const baseline = first?.plan.totalBytes ?? 0
  /** More may come to a total of which parts are unknown. */
  const isKnown = ({ plan }: SavedEntry) => first !== undefined && !isLowerBound(first.plan) && !isLowerBound(plan)
  const someRan = entries.some(({ run }) => run !== undefined)
  return html`<table><thead><tr><th></th><th>${words.text('report:head.configuration')}</th><th class="n">${words.text('report:head.total')}${modelled(words)}</th><th class="n">${words.text('report:head.against')}</th>${
    someRan
      ? html`<th class="n">${words.text('report:head.peak')}${measured(words)}</th><th class="n">${words.text('report:head.rss')}</th><th class="n">${words.text('report:head.inference')}${measured(words)}</th>`
      : null
  }</tr></thead><tbody>${entries.map((entry, index) => {
    const { label, configuration, plan, run } = entry
    return html`<tr><td>${letter(index)}</td><td>${nameLine({ label, configuration })}${configurationText(words, configuration)}</td><td class="n">${total(words, plan)}</td><td class="n">${
      index === 0
        ? words.text('report:baseline')
        : isKnown(entry)
          ? html`${bytesDelta(words, plan.totalBytes - baseline)}<br>${growthText(words, baseline, plan.totalBytes)}`
          : bytesDelta(words, null)
    }</td>${
      !someRan
        ? null
        : run === undefined
          ? html`<td class="n">–</td><td class="n">–</td><td class="n">–</td>`
          : html`<td class="n">${bytes(words, run.report.peakTrackedBytes)}</td><td class="n">${bytes(words, run.report.peakRssBytes)}</td><td class="n">${run.report.inferenceNs === null ? words.text('report:endedEarly') : duration(run.report.inferenceNs)}</td>`
    }</tr>`
  })}</tbody></table>`
}

function nameLine(entry: Pick<SavedEntry, 'label' | 'configuration'>): Markup {
  const name = givenName(entry)
  return name === '' ? html`` : html`<b>${name}</b><br>`
}

/** As many sides as have room beside each other on paper, each with its difference. */
const SIDES_ABREAST = 3

export function categoriesTable(words: Words, entries: readonly SavedEntry[]): Markup {
  const shown = CATEGORIES.filter((category) => entries.some(({ plan }) => plan.totals[category] > 0))
  const against = ({ plan }: SavedEntry, category: Category) =>
    bytesDelta(words, plan.totals[category] - (entries[0]?.plan.totals[category] ?? 0))
  if (entries.length > SIDES_ABREAST) return sidesTable(words, entries, shown, against)
  return html`<table><thead><tr><th>${words.text('report:head.category')}${modelled(words)}</th>${entries.map((_, index) => html`<th class="n">${letterOf(index)}</th>`)}${entries
    .slice(1)
    .map((_, index) => html`<th class="n">${letterOf(index + 1)} − A</th>`)}</tr></thead><tbody>${shown.map(
    (category) =>
      html`<tr><td>${categoryName(words, category)}</td>${entries.map(({ plan }) => html`<td class="n">${bytes(words, plan.totals[category])}</td>`)}${entries
        .slice(1)
        .map((entry) => html`<td class="n">${against(entry, category)}</td>`)}</tr>`,
  )}</tbody></table>`
}

/** The same with a row for each side, its differences below its figures. */
function sidesTable(
  words: Words,
  entries: readonly SavedEntry[],
  shown: readonly Category[],
  against: (entry: SavedEntry, category: Category) => Markup,
): Markup {
  return html`<table><thead><tr><th>${words.text('report:head.against')}${modelled(words)}</th>${shown.map((category) => html`<th class="n">${categoryName(words, category)}</th>`)}</tr></thead><tbody>${entries.map(
    (entry, index) =>
      html`<tr><td>${letter(index)}</td>${shown.map(
        (category) =>
          html`<td class="n">${bytes(words, entry.plan.totals[category])}${index === 0 ? null : html`<br>${against(entry, category)}`}</td>`,
      )}</tr>`,
  )}</tbody></table>`
}

/** By category, when the resident set was highest. */
function trackedText(words: Words, { trackedAtPeakRss }: SavedRun['report']): Markup {
  const held = CATEGORIES.filter((category) => trackedAtPeakRss[category] > 0)
  const separator = words.text('advice:listSeparator')
  return html`${held.map((category, index) => {
    const part = { bytes: bytes(words, trackedAtPeakRss[category]), name: categoryName(words, category) }
    return html`${index === 0 ? null : separator}${words.pieces('report:tracked', part)}`
  })}`
}

export function runSection(words: Words, entry: SavedEntry, index: number): Markup {
  const { run } = entry
  if (run === undefined) return html``
  const { report, timeline } = run
  const facts = {
    count: report.iterations,
    isa: report.executedIsa,
    peak: bytes(words, timeline.peak?.total ?? report.peakTrackedBytes),
    before: bytes(words, report.baselineRssBytes),
    highest: bytes(words, report.peakRssBytes),
    tracked: trackedText(words, report),
    rest: bytesDelta(words, residentParts(report).remainderBytes),
  }
  return html`<h3>${words.pieces('report:run', { letter: letter(index) })}${measured(words)} <span class="muted">${givenName(entry)}</span></h3>${runChart(words, run)}
<p class="muted">${words.pieces('report:runFacts', facts)} ${report.notes.map(words.say).join(' ')}</p>${categoryKey(words, true)}`
}

export function notesSection(words: Words, entries: readonly SavedEntry[]): Markup {
  return html`<h2>${words.text('report:folded.notes')}</h2>${entries.map(
    ({ plan }, index) =>
      html`<h3>${letter(index)}</h3><ul>${plan.notes.map((note) => html`<li>${words.say(note)}</li>`)}</ul>`,
  )}`
}

export function modelFacts(words: Words, model: SavedModel): Markup {
  const facts = {
    file: model.fileName,
    format: model.format.toUpperCase(),
    bytes: bytes(words, model.fileBytes),
    count: model.nodes.length,
    inputs: words.listed(model.inputs.map(({ name, dims }) => `${name} ${dims.join('×')}`)),
  }
  return html`<p class="muted">${words.pieces('report:model', facts)}<br>sha256 ${model.sha256}</p>`
}
