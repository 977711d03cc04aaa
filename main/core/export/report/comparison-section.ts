// SPDX-License-Identifier: Apache-2.0
import type { ChangeGroup } from '#contract/change-groups'
import { letterOf } from '#contract/comparison'
import { type ModelDiff, modelSentences } from '#contract/model-diff'
import { type CauseGroup, causeGroups } from '#core/comparison/cause-groups'
import type { EntryComparison } from '#core/comparison/entries'
import { clause } from '#messages/figures'
import { type Words, wordsIn } from '#messages/words'
import { differenceChart } from './charts'
import { bytesDelta, choice, letter, modelled } from './figures'
import { html, type Markup } from './markup'

/** Rows that a cause has on paper: those that change most. */
const MOST_PRINTED = 12

/** The layers that a side changes, by what made them change. */
export function layersByCause({ language }: Words, { comparison, unmatched }: EntryComparison, index: number): Markup {
  const name = letterOf(index)
  const words = wordsIn(language, name)
  const causes = causeGroups(comparison.layers)
  const changed = causes.reduce((sum, { layers }) => sum + layers, 0)
  return html`<h2>${words.text('report:byCause', { letter: name })}${modelled(words)}</h2>
<p class="muted">${words.text('report:differ', { count: comparison.layers.length, changed })}</p>
${causes.map((cause) => causeTable(words, cause, name))}${unmatchedList(words, 'A', unmatched.a)}${unmatchedList(words, name, unmatched.b)}`
}

function causeTable(words: Words, { cause, groups, layers, packedWeightDelta }: CauseGroup, name: string): Markup {
  const { say } = words
  const why = groups[0]?.layers[0]?.why ?? null
  const more = groups.slice(MOST_PRINTED)
  const left = more.reduce((sum, group) => sum + group.layers.length, 0)
  const which = html`${words.pieces('report:cause', { count: layers, bytes: bytesDelta(words, packedWeightDelta) })}`
  const heading = cause === null ? which : words.pieces('report:causeOf', { layers: which, cause: clause(say(cause)) })
  return html`<section class="cause"><h3>${heading}</h3>
${why === null ? null : html`<p class="muted">${words.text('report:mostOfAll', { why: say(why) })}</p>`}
<table><thead><tr><th>${words.text('report:head.layers')}</th><th>A</th><th>${name}</th><th class="n">${words.text('report:head.packed')}</th><th class="n">${words.text('report:head.workspace')}</th></tr></thead><tbody>${groups.map((group, row) => groupRow(words, group, row >= MOST_PRINTED))}</tbody></table>${
    more.length === 0 ? null : html`<p class="muted paper">${words.text('report:changeLess', { count: left })}</p>`
  }</section>`
}

/** Layers that are alike, in a row that opens. */
function groupRow(
  words: Words,
  { shape, a, b, layers, packedWeightDelta, workspaceDelta }: ChangeGroup,
  screenOnly: boolean,
): Markup {
  const [first, ...more] = layers
  const title =
    more.length === 0
      ? html`${first?.title ?? ''}`
      : html`<details><summary>${words.say({ id: 'layers.alike', count: layers.length, shape })}</summary>${layers.map((layer) => html`<div>${layer.title} <span class="muted">${bytesDelta(words, layer.packedWeightDelta)}</span></div>`)}</details>`
  return html`<tr${screenOnly ? html` class="screen"` : null}><td class="name">${title}</td><td>${choice(words, a)}</td><td>${choice(words, b)}</td><td class="n">${bytesDelta(words, packedWeightDelta)}</td><td class="n">${bytesDelta(words, workspaceDelta)}</td></tr>`
}

/** Every layer of a comparison as a bar, and what is another of two files. */
export function comparisonDetails({ language }: Words, { comparison }: EntryComparison, index: number): Markup {
  const name = letterOf(index)
  const words = wordsIn(language, name)
  return html`<h2>${words.pieces('report:against', { letter: letter(index), a: letter(0) })}</h2>
<ul>${comparison.summary.map((sentence) => html`<li>${words.say(sentence)}</li>`)}</ul>
${comparison.models === undefined ? null : modelsSection(words, comparison.models, name)}
<h3>${words.text('report:eachLayer', { letter: name })}${modelled(words)}</h3>
${differenceChart(words, comparison.layers)}`
}

/** Of two files: what was added, removed and changed. */
function modelsSection(words: Words, diff: ModelDiff, name: string): Markup {
  const differing = diff.nodes.filter(({ kind }) => kind !== 'same')
  const rows = differing.map(
    ({ kind, title, op, differences }) =>
      html`<tr><td>${words.text(`compare:models.${kind}`, { letter: name })}</td><td class="name">${title}</td><td>${op}</td><td>${words.listed(differences.map((each) => words.text(`compare:models.in.${each}`)))}</td></tr>`,
  )
  return html`<h3>${words.text('report:models')}</h3><ul>${modelSentences(diff).map((sentence) => html`<li>${words.say(sentence)}</li>`)}</ul>${
    differing.length === 0
      ? null
      : html`<table><thead><tr><th></th><th>${words.text('report:head.operation')}</th><th>${words.text('report:head.kind')}</th><th>${words.text('report:head.differsIn')}</th></tr></thead><tbody>${rows}</tbody></table>`
  }`
}

function unmatchedList(words: Words, side: string, names: readonly string[]): Markup {
  if (names.length === 0) return html``
  const shown = names.slice(0, MOST_PRINTED)
  const rest = names.slice(MOST_PRINTED)
  const onScreen = html`<span class="screen">, ${rest.join(', ')}</span><span class="paper"> ${words.text('report:more', { count: rest.length })}</span>`
  const listed = html`${shown.join(', ')}${rest.length === 0 ? null : onScreen}`
  return html`<p class="muted">${words.pieces('report:onlyIn', { side, names: listed })}</p>`
}
