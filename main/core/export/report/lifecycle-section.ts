// SPDX-License-Identifier: Apache-2.0
import { letterOf } from '#contract/comparison'
import type { SavedEntry } from '#contract/document'
import { changesOverTime, MOMENTS } from '#contract/lifecycle'
import type { Words } from '#messages/words'
import { atLeast, bytes, modelled } from './figures'
import { html, type Markup } from './markup'

/** What each side holds from load to a second run; nothing where no side changes over time. */
export function lifecycleSection(words: Words, entries: readonly SavedEntry[]): Markup {
  if (!entries.some(({ plan }) => changesOverTime(plan.lifecycle))) return html``
  return html`<h3>${words.text('report:overTime')}</h3><table><thead><tr><th>${words.text('report:head.held')}${modelled(words)}</th>${entries.map((_, index) => html`<th class="n">${letterOf(index)}</th>`)}</tr></thead><tbody>${MOMENTS.map(
    (moment) =>
      html`<tr><td>${words.text(`vocabulary:moment.${moment}`)}</td>${entries.map(({ plan }) => {
        const held = plan.lifecycle?.[moment] ?? null
        return html`<td class="n">${held === null ? bytes(words, null) : atLeast(words, plan, held)}</td>`
      })}</tr>`,
  )}</tbody></table>`
}
