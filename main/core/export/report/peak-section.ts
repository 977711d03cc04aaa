// SPDX-License-Identifier: Apache-2.0
import type { Entry, SavedModel } from '#contract/document'
import type { PlanPeak } from '#contract/plan'
import { layerTitles, shortened } from '#messages/plain-text'
import { printable } from '#messages/visible'
import { bytes, letter, MEASURED, MODELLED } from './figures'
import { html, type Markup } from './markup'

const MOST_TENSORS = 12

/** Where memory is highest as modelled, and as executed where there is a run. */
export function peakSection({ model, entry }: Entry, index: number): Markup {
  const executed = entry.run?.report.executionPeak
  return html`${peakTable(model, entry.plan.peak, html`${letter(index)} Most memory`, MODELLED)}${peakTable(model, executed, html`${letter(index)} Most memory while it ran`, MEASURED)}`
}

/** With the tensors that are alive then. */
function peakTable(model: SavedModel, peak: PlanPeak | null | undefined, heading: Markup, origin: Markup): Markup {
  if (peak == null) return html``
  const title = (id: number) => layerTitles(model.nodes)[id] ?? `#${id}`
  return html`<h3>${heading} at ${title(peak.node)}${origin}</h3><p class="muted">${bytes(peak.activationBytes)} of activations and ${bytes(peak.workspaceBytes)} of workspace; ${peak.alive.length} tensors are alive then.</p><table><thead><tr><th>Tensor</th><th>Shape</th><th class="n">Size</th><th>Made by</th><th>Last used by</th></tr></thead><tbody>${peak.alive
    .slice(0, MOST_TENSORS)
    .map(
      ({ name, dims, bytes: held, producer, lastUse }) =>
        html`<tr><td class="name">${shortened(printable(name), 60)}</td><td>${dims.join('×')}</td><td class="n">${bytes(held)}</td><td>${producer === null ? 'an input of the model' : title(producer)}</td><td>${lastUse === null ? 'an output of the model' : title(lastUse)}</td></tr>`,
    )}</tbody></table>`
}
