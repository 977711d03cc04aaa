// SPDX-License-Identifier: Apache-2.0
import type { Advice, Remedy, Snippet } from '#contract/advice'
import type { SavedModel } from '#contract/document'
import { recommendedRemedy } from '#core/planning/advice/advise'
import { layerTitles } from '#messages/plain-text'
import type { Words } from '#messages/words'
import { lintSentence, remedyTitle, timeText } from '../advice-text'
import { bytesDelta, leastOf, modelled } from './figures'
import { html, type Markup } from './markup'

/** Lines of code on the first page; more of it opens on screen. */
const MOST_LINES = 34

/** What a report tells of advice: nothing but what can be done. */
export type ReportAdvice = Pick<Advice, 'configuration' | 'lints' | 'remedies'>

/** The recommended remedy with its cost and the code that brings it about. */
export function remedyCard(words: Words, advice: ReportAdvice, model: SavedModel, side: string): Markup {
  const remedy = recommendedRemedy(advice.configuration, advice.remedies)
  if (remedy === null) {
    return html`<h2>${words.text('report:todo')}</h2><p>${words.text('report:nothingHelps', { side })}</p>`
  }
  const cost = {
    change: bytesDelta(words, -remedy.savedBytes),
    total: leastOf(words, remedy.lowerBound, remedy.totalBytes),
    time: timeText(words, remedy.timeRatio),
    count: remedy.changedLayers,
  }
  return html`<h2>${words.text('report:todo')}${modelled(words)}</h2>
<div class="remedy"><p><b>${titleOf(words, remedy, model)}</b></p>
<p>${words.pieces(remedy.timeRatio === null ? 'report:remedyUntimed' : 'report:remedy', cost)}</p>
${remedy.code.map((snippet) => codeBlock(words, snippet))}</div>`
}

function codeBlock(words: Words, { text }: Snippet): Markup {
  const lines = text.trimEnd().split('\n')
  if (lines.length <= MOST_LINES) return html`<pre>${lines.join('\n')}</pre>`
  return html`<pre>${lines.slice(0, MOST_LINES).join('\n')}</pre><p class="muted paper">${words.text('report:moreLines', { count: lines.length - MOST_LINES })}</p><details class="screen"><summary>${words.text('report:allLines', { count: lines.length })}</summary><pre>${text.trimEnd()}</pre></details>`
}

/** Everything that would help, and what stands out. */
export function remediesSection(words: Words, advice: ReportAdvice, model: SavedModel, side: string): Markup {
  const { configuration, lints, remedies } = advice
  if (lints.length + remedies.length === 0) return html``
  const first = recommendedRemedy(configuration, remedies)
  const timed = remedies.some(({ timeRatio }) => timeRatio !== null)
  return html`<h2>${words.text('report:allThatHelps', { side })}${modelled(words)}</h2>
${lints.length === 0 ? null : html`<ul>${lints.map((lint) => html`<li>${lintSentence(words, lint)}</li>`)}</ul>`}
<table><thead><tr><th>${words.text('report:head.whatToDo')}</th><th class="n">${words.text('report:head.change')}</th><th class="n">${words.text('report:head.total')}</th><th class="n">${words.text('report:head.time')}</th><th class="n">${words.text('report:head.layers')}</th></tr></thead><tbody>${remedies.map(
    (remedy) =>
      html`<tr><td>${titleOf(words, remedy, model)}${remedy === first ? html` <span class="origin">${words.text('report:recommended')}</span>` : null}${remedy.whatIf ? html` <span class="origin">${words.text('report:whatIf')}</span>` : null}</td><td class="n">${bytesDelta(words, -remedy.savedBytes)}</td><td class="n">${leastOf(words, remedy.lowerBound, remedy.totalBytes)}</td><td class="n">${timeText(words, remedy.timeRatio)}</td><td class="n">${remedy.changedLayers}</td></tr>`,
  )}</tbody></table>
<p class="muted">${words.text(timed ? 'report:timeNote' : 'report:untimedNote', { side })}</p>`
}

function titleOf(words: Words, remedy: Remedy, model: SavedModel): string {
  return remedyTitle(words, remedy, nameOf(model))
}

function nameOf(model: SavedModel): (node: number) => string {
  const titles = layerTitles(model.nodes)
  return (node) => titles[node] ?? ''
}
