// SPDX-License-Identifier: Apache-2.0
import type { Entry, SavedEntry, SavedModel, SavedNode } from '#contract/document'
import { rowNodes } from '#contract/layer-rows'
import type { Decision } from '#contract/plan'
import type { LayerMeasurement } from '#contract/timeline'
import { KIND_NAMES } from '#core/comparison/wording'
import { billMessages, measuredBill } from '#messages/bill'
import { duration } from '#messages/figures'
import type { Message } from '#messages/message'
import { layerTitles } from '#messages/plain-text'
import { english } from '#messages/say'
import { bytes, choice, letter, MEASURED, MODELLED } from './figures'
import { html, type Markup } from './markup'

/** Every layer of one entry, and what of the totals is in none of them. */
export function layersSection({ model, entry }: Entry, index: number): Markup {
  const titles = layerTitles(model.nodes)
  const planned = new Map(entry.plan.decisions.map((decision) => [decision.node, decision]))
  const measured = new Map(entry.run?.report.layers.map((layer) => [layer.node, layer]))
  return html`<h2>Layers of ${letter(index)}</h2><table><thead><tr><th>Layer</th><th>Kind</th><th>Output</th><th>Algorithm</th><th class="n">Weights in the file</th><th class="n">Packed weights${MODELLED}</th><th class="n">Workspace${MODELLED}</th>${
    measured.size === 0
      ? null
      : html`<th class="n">Packed weights${MEASURED}</th><th class="n">Workspace${MEASURED}</th><th class="n">Time${MEASURED}</th>`
  }</tr></thead><tbody>${rowNodes(entry.plan, entry.run?.report).map((node) => {
    const layer = measured.size === 0 ? null : measuredCells(measured.get(node))
    return html`<tr><td class="name">${titles[node] ?? ''}</td>${plannedCells(planned.get(node), model.nodes[node])}${layer}</tr>`
  })}</tbody></table>${billSection(model, entry)}`
}

/** What the plan has no row for holds something in the run alone. */
function plannedCells(decision: Decision | undefined, node: SavedNode | undefined): Markup {
  const output = node?.dims?.join('×') ?? ''
  if (decision === undefined) {
    return html`<td>${node?.op ?? ''}</td><td>${output}</td><td></td><td class="n"></td><td class="n"></td><td class="n"></td>`
  }
  const { kind, weightBytes, packedWeightBytes, workspaceBytes } = decision
  return html`<td>${KIND_NAMES[kind]}</td><td>${output}</td><td>${choice(decision)}</td><td class="n">${bytes(weightBytes)}</td><td class="n">${bytes(packedWeightBytes)}</td><td class="n">${bytes(workspaceBytes)}</td>`
}

function measuredCells(layer: LayerMeasurement | undefined): Markup {
  if (layer === undefined) return html`<td class="n"></td><td class="n"></td><td class="n"></td>`
  return html`<td class="n">${bytes(layer.packedWeightBytes)}</td><td class="n">${bytes(layer.workspaceBytes)}</td><td class="n">${duration(layer.durationNs)}</td>`
}

/** How the rows add up to the totals, of the plan and of the run. */
function billSection(model: SavedModel, { plan, run }: SavedEntry): Markup {
  const nameOf = (node: number) => model.nodes[node]?.name ?? ''
  const list = (messages: readonly Message[]) =>
    html`<ul>${messages.map((sentence) => html`<li>${english(sentence)}</li>`)}</ul>`
  const measured = run === undefined ? null : html`<p>${MEASURED}</p>${list(measuredBill(run.report, nameOf))}`
  return html`${list(billMessages(plan, nameOf))}${measured}`
}
