// SPDX-License-Identifier: Apache-2.0
import type { Entry, SavedModel } from '#contract/document'
import type { PlanPeak } from '#contract/plan'
import { layerTitles, shortened } from '#messages/plain-text'
import { printable } from '#messages/visible'
import type { Words } from '#messages/words'
import { bytes, letter, measured, modelled } from './figures'
import { html, type Markup } from './markup'

const MOST_TENSORS = 12

/** Where memory is highest as modelled, and as executed where there is a run. */
export function peakSection(words: Words, { model, entry }: Entry, index: number): Markup {
  const executed = entry.run?.report.executionPeak
  const side = letter(index)
  return html`${peakTable(words, model, entry.plan.peak, (layer) => html`${words.pieces('report:mostMemory', { letter: side, layer })}${modelled(words)}`)}${peakTable(words, model, executed, (layer) => html`${words.pieces('report:mostMemoryRun', { letter: side, layer })}${measured(words)}`)}`
}

/** With the tensors that are alive then. */
function peakTable(
  words: Words,
  model: SavedModel,
  peak: PlanPeak | null | undefined,
  heading: (layer: string) => Markup,
): Markup {
  if (peak == null) return html``
  const title = (id: number) => layerTitles(model.nodes)[id] ?? `#${id}`
  const parts = {
    activations: bytes(words, peak.activationBytes),
    workspace: bytes(words, peak.workspaceBytes),
    count: peak.alive.length,
  }
  return html`<h3>${heading(title(peak.node))}</h3><p class="muted">${words.pieces('report:alive', parts)}</p><table><thead><tr><th>${words.text('report:head.tensor')}</th><th>${words.text('report:head.shape')}</th><th class="n">${words.text('report:head.size')}</th><th>${words.text('report:head.madeBy')}</th><th>${words.text('report:head.lastUse')}</th></tr></thead><tbody>${peak.alive
    .slice(0, MOST_TENSORS)
    .map(
      ({ name, dims, bytes: held, producer, lastUse }) =>
        html`<tr><td class="name">${shortened(printable(name), 60)}</td><td>${dims.join('×')}</td><td class="n">${bytes(words, held)}</td><td>${producer === null ? words.text('report:modelInput') : title(producer)}</td><td>${lastUse === null ? words.text('report:modelOutput') : title(lastUse)}</td></tr>`,
    )}</tbody></table>`
}
