// SPDX-License-Identifier: Apache-2.0
import { letterOf } from '#contract/comparison'
import type { SavedEntry } from '#contract/document'
import { changesOverTime, MOMENTS } from '#contract/lifecycle'
import { isLowerBound } from '#contract/plan'
import { MOMENT_NAMES } from '#core/comparison/wording'
import { bytes, MODELLED } from './figures'
import { html, type Markup } from './markup'

/** What each side holds from load to a second run; nothing where no side changes over time. */
export function lifecycleSection(entries: readonly SavedEntry[]): Markup {
  if (!entries.some(({ plan }) => changesOverTime(plan.lifecycle))) return html``
  return html`<h3>From load to a second run</h3><table><thead><tr><th>Held at most${MODELLED}</th>${entries.map((_, index) => html`<th class="n">${letterOf(index)}</th>`)}</tr></thead><tbody>${MOMENTS.map(
    (moment) =>
      html`<tr><td>${MOMENT_NAMES[moment]}</td>${entries.map(({ plan }) => {
        const held = plan.lifecycle?.[moment] ?? null
        return html`<td class="n">${held === null ? 'unknown' : html`${isLowerBound(plan) ? 'at least ' : null}${bytes(held)}`}</td>`
      })}</tr>`,
  )}</tbody></table>`
}
