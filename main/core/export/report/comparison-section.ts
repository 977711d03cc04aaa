// SPDX-License-Identifier: Apache-2.0
import type { ChangeGroup } from '#contract/change-groups'
import { letterOf } from '#contract/comparison'
import { type ModelDiff, modelSentences } from '#contract/model-diff'
import { type CauseGroup, causeGroups } from '#core/comparison/cause-groups'
import type { EntryComparison } from '#core/comparison/entries'
import { counted } from '#core/comparison/wording'
import { clause } from '#messages/figures'
import type { Say } from '#messages/message'
import { speaker } from '#messages/say'
import { asLabel } from '#messages/terms'
import { differenceChart } from './charts'
import { bytesDelta, choice, letter, MODELLED } from './figures'
import { html, type Markup } from './markup'

/** Rows that a cause has on paper: those that change most. */
const MOST_PRINTED = 12

/** The layers that a side changes, by what made them change. */
export function layersByCause({ comparison, unmatched }: EntryComparison, index: number): Markup {
  const name = letterOf(index)
  const say = speaker('en', name)
  const causes = causeGroups(comparison.layers)
  const changed = causes.reduce((sum, { layers }) => sum + layers, 0)
  return html`<h2>What changes from A to ${name}, by cause${MODELLED}</h2>
<p class="muted">Of ${comparison.layers.length} layers and other operations that hold memory, ${changed} differ.</p>
${causes.map((cause) => causeTable(cause, name, say))}${unmatchedList('A', unmatched.a)}${unmatchedList(name, unmatched.b)}`
}

function causeTable({ cause, groups, layers, packedWeightDelta }: CauseGroup, name: string, say: Say): Markup {
  const why = groups[0]?.layers[0]?.why ?? null
  const more = groups.slice(MOST_PRINTED)
  const left = more.reduce((sum, group) => sum + group.layers.length, 0)
  return html`<section class="cause"><h3>${asLabel(counted(layers, 'layer'))}, ${bytesDelta(packedWeightDelta)} of packed weights${cause === null ? null : `: ${clause(say(cause))}`}</h3>
${why === null ? null : html`<p class="muted">The one that changes most: ${say(why)}</p>`}
<table><thead><tr><th>Layers</th><th>A</th><th>${name}</th><th class="n">Packed weights</th><th class="n">Workspace</th></tr></thead><tbody>${groups.map((group, row) => groupRow(group, say, row >= MOST_PRINTED))}</tbody></table>${
    more.length === 0
      ? null
      : html`<p class="muted paper">${counted(left, 'layer')} that change less are in the page on screen.</p>`
  }</section>`
}

/** Layers that are alike, in a row that opens. */
function groupRow(
  { shape, a, b, layers, packedWeightDelta, workspaceDelta }: ChangeGroup,
  say: Say,
  screenOnly: boolean,
): Markup {
  const [first, ...more] = layers
  const title =
    more.length === 0
      ? html`${first?.title ?? ''}`
      : html`<details><summary>${say({ id: 'layers.alike', count: layers.length, shape })}</summary>${layers.map((layer) => html`<div>${layer.title} <span class="muted">${bytesDelta(layer.packedWeightDelta)}</span></div>`)}</details>`
  return html`<tr${screenOnly ? html` class="screen"` : null}><td class="name">${title}</td><td>${choice(a)}</td><td>${choice(b)}</td><td class="n">${bytesDelta(packedWeightDelta)}</td><td class="n">${bytesDelta(workspaceDelta)}</td></tr>`
}

/** Every layer of a comparison as a bar, and what is another of two files. */
export function comparisonDetails({ comparison }: EntryComparison, index: number): Markup {
  const name = letterOf(index)
  const say = speaker('en', name)
  return html`<h2>${letter(index)} against ${letter(0)}</h2>
<ul>${comparison.summary.map((sentence) => html`<li>${say(sentence)}</li>`)}</ul>
${comparison.models === undefined ? null : modelsSection(comparison.models, say)}
<h3>Packed weights and workspace of each layer, ${name} − A${MODELLED}</h3>
${differenceChart(comparison.layers)}`
}

/** Of two files: what was added, removed and changed. */
function modelsSection(diff: ModelDiff, say: Say): Markup {
  const differing = diff.nodes.filter(({ kind }) => kind !== 'same')
  const rows = differing.map(
    ({ kind, title, op, differences }) =>
      html`<tr><td>${kind}</td><td class="name">${title}</td><td>${op}</td><td>${differences.join(', ')}</td></tr>`,
  )
  return html`<h3>The models</h3><ul>${modelSentences(diff).map((sentence) => html`<li>${say(sentence)}</li>`)}</ul>${
    differing.length === 0
      ? null
      : html`<table><thead><tr><th></th><th>Operation</th><th>Kind</th><th>Differs in</th></tr></thead><tbody>${rows}</tbody></table>`
  }`
}

function unmatchedList(side: string, names: readonly string[]): Markup {
  if (names.length === 0) return html``
  const shown = names.slice(0, MOST_PRINTED)
  const rest = names.slice(MOST_PRINTED)
  return html`<p class="muted">Only in ${side}: ${shown.join(', ')}${rest.length === 0 ? null : html`<span class="screen">, ${rest.join(', ')}</span><span class="paper"> and ${rest.length} more</span>`}.</p>`
}
