// SPDX-License-Identifier: Apache-2.0
import type { Advice, Remedy, Snippet } from '#contract/advice'
import type { SavedModel } from '#contract/document'
import { recommendedRemedy } from '#core/planning/advice/advise'
import { layerTitles } from '#messages/plain-text'
import { asLabel } from '#messages/terms'
import { lintSentence, remedyTitle, timeText } from '../advice-text'
import { bytes, bytesDelta, MODELLED } from './figures'
import { html, type Markup } from './markup'

/** Lines of code on the first page; more of it opens on screen. */
const MOST_LINES = 34

/** What a report tells of advice: nothing but what can be done. */
export type ReportAdvice = Pick<Advice, 'configuration' | 'lints' | 'remedies'>

/** The recommended remedy with its cost and the code that brings it about. */
export function remedyCard(advice: ReportAdvice, model: SavedModel, side: string): Markup {
  const remedy = recommendedRemedy(advice.configuration, advice.remedies)
  if (remedy === null) {
    return html`<h2>What to do</h2><p>No setting, build or version that Convscope knows takes less memory than ${side} does.</p>`
  }
  return html`<h2>What to do${MODELLED}</h2>
<div class="remedy"><p><b>${titleOf(remedy, model)}</b></p>
<p>${bytesDelta(-remedy.savedBytes)} → ${bytes(remedy.totalBytes)} in total; ${timeText(remedy.timeRatio)} time of the convolutions; ${remedy.changedLayers} layers change.</p>
${remedy.code.map(codeBlock)}</div>`
}

function codeBlock({ text }: Snippet): Markup {
  const lines = text.trimEnd().split('\n')
  if (lines.length <= MOST_LINES) return html`<pre>${lines.join('\n')}</pre>`
  return html`<pre>${lines.slice(0, MOST_LINES).join('\n')}</pre><p class="muted paper">${lines.length - MOST_LINES} more lines are in the page on screen.</p><details class="screen"><summary>All ${lines.length} lines</summary><pre>${text.trimEnd()}</pre></details>`
}

/** Everything that would help, and what stands out. */
export function remediesSection(advice: ReportAdvice, model: SavedModel, side: string): Markup {
  const { configuration, lints, remedies } = advice
  if (lints.length + remedies.length === 0) return html``
  const first = recommendedRemedy(configuration, remedies)
  return html`<h2>All that lowers the total of ${side}${MODELLED}</h2>
${lints.length === 0 ? null : html`<ul>${lints.map((lint) => html`<li>${lintSentence(lint)}</li>`)}</ul>`}
<table><thead><tr><th>What to do</th><th class="n">Change</th><th class="n">Total</th><th class="n">Time</th><th class="n">Layers</th></tr></thead><tbody>${remedies.map(
    (remedy) =>
      html`<tr><td>${titleOf(remedy, model)}${remedy === first ? html` <span class="origin">recommended</span>` : null}${remedy.whatIf ? html` <span class="origin">what if: the engine has no such setting</span>` : null}</td><td class="n">${bytesDelta(-remedy.savedBytes)}</td><td class="n">${bytes(remedy.totalBytes)}</td><td class="n">${timeText(remedy.timeRatio)}</td><td class="n">${remedy.changedLayers}</td></tr>`,
  )}</tbody></table>
<p class="muted">Time is that of the convolutions’ operations, against ${side} as it is. Every figure is that of a plan that was made.</p>`
}

/** It begins with a capital, unless that would change the name of a layer. */
function titleOf(remedy: Remedy, model: SavedModel): string {
  const title = remedyTitle(remedy, nameOf(model))
  return remedy.changes[0]?.kind === 'overrides' ? title : asLabel(title)
}

function nameOf(model: SavedModel): (node: number) => string {
  const titles = layerTitles(model.nodes)
  return (node) => titles[node] ?? ''
}
