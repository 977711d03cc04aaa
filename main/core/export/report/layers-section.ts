// SPDX-License-Identifier: Apache-2.0
import type { Entry, SavedEntry, SavedModel, SavedNode } from '#contract/document'
import { rowNodes } from '#contract/layer-rows'
import type { Decision } from '#contract/plan'
import type { LayerMeasurement } from '#contract/timeline'
import { billMessages, measuredBill } from '#messages/bill'
import { duration } from '#messages/figures'
import type { Message } from '#messages/message'
import { layerTitles } from '#messages/plain-text'
import type { Words } from '#messages/words'
import { bytes, choice, letter, measured as measuredMark, modelled } from './figures'
import { html, type Markup } from './markup'

/** Every layer of one entry, and what of the totals is in none of them. */
export function layersSection(words: Words, { model, entry }: Entry, index: number): Markup {
  const titles = layerTitles(model.nodes)
  const planned = new Map(entry.plan.decisions.map((decision) => [decision.node, decision]))
  const measured = new Map(entry.run?.report.layers.map((layer) => [layer.node, layer]))
  return html`<h2>${words.pieces('report:layersOf', { letter: letter(index) })}</h2><table><thead><tr><th>${words.text('report:head.layer')}</th><th>${words.text('report:head.kind')}</th><th>${words.text('report:head.output')}</th><th>${words.text('report:head.algorithm')}</th><th class="n">${words.text('report:head.inFile')}</th><th class="n">${words.text('report:head.packed')}${modelled(words)}</th><th class="n">${words.text('report:head.workspace')}${modelled(words)}</th>${
    measured.size === 0
      ? null
      : html`<th class="n">${words.text('report:head.packed')}${measuredMark(words)}</th><th class="n">${words.text('report:head.workspace')}${measuredMark(words)}</th><th class="n">${words.text('report:head.time')}${measuredMark(words)}</th>`
  }</tr></thead><tbody>${rowNodes(entry.plan, entry.run?.report).map((node) => {
    const layer = measured.size === 0 ? null : measuredCells(words, measured.get(node))
    return html`<tr><td class="name">${titles[node] ?? ''}</td>${plannedCells(words, planned.get(node), model.nodes[node])}${layer}</tr>`
  })}</tbody></table>${billSection(words, model, entry)}`
}

/** What the plan has no row for holds something in the run alone. */
function plannedCells(words: Words, decision: Decision | undefined, node: SavedNode | undefined): Markup {
  const output = node?.dims?.join('×') ?? ''
  if (decision === undefined) {
    return html`<td>${node?.op ?? ''}</td><td>${output}</td><td></td><td class="n"></td><td class="n"></td><td class="n"></td>`
  }
  const { kind, weightBytes, packedWeightBytes, workspaceBytes } = decision
  return html`<td>${words.text(`vocabulary:layerKind.${kind}`)}</td><td>${output}</td><td>${choice(words, decision)}</td><td class="n">${bytes(words, weightBytes)}</td><td class="n">${bytes(words, packedWeightBytes)}</td><td class="n">${bytes(words, workspaceBytes)}</td>`
}

function measuredCells(words: Words, layer: LayerMeasurement | undefined): Markup {
  if (layer === undefined) return html`<td class="n"></td><td class="n"></td><td class="n"></td>`
  return html`<td class="n">${bytes(words, layer.packedWeightBytes)}</td><td class="n">${bytes(words, layer.workspaceBytes)}</td><td class="n">${duration(layer.durationNs)}</td>`
}

/** How the rows add up to the totals, of the plan and of the run. */
function billSection(words: Words, model: SavedModel, { plan, run }: SavedEntry): Markup {
  const nameOf = (node: number) => model.nodes[node]?.name ?? ''
  const list = (messages: readonly Message[]) =>
    html`<ul>${messages.map((sentence) => html`<li>${words.say(sentence)}</li>`)}</ul>`
  const measured =
    run === undefined ? null : html`<p>${measuredMark(words)}</p>${list(measuredBill(run.report, nameOf))}`
  return html`${list(billMessages(plan, nameOf))}${measured}`
}
