// SPDX-License-Identifier: Apache-2.0

import type { Entry } from '#contract/document'
import { isLowerBound } from '#contract/plan'
import { largest } from '#core/model/extremes'
import { STAIRS, type Stair, stairBars, stairs } from '#messages/stairs'
import type { Words } from '#messages/words'
import { bytes, bytesDelta, leastOf, letter, modelled } from './figures'
import { html, type Markup } from './markup'

const WIDTH = 240
const HEIGHT = 10

/** Every figure that "how much memory" can mean, and what lies between one and the next: a column for each side, and bars of A. */
export function staircase(words: Words, entries: readonly Entry[]): Markup {
  const sides = entries.map(({ model, entry: { plan } }) => ({
    least: isLowerBound(plan),
    stairs: new Map(stairs(model.weightBytes, plan).map((stair) => [stair.name.id, stair])),
  }))
  const [a] = sides
  if (a === undefined) return html``
  const bars = stairBars([...a.stairs.values()])
  const highest = largest(
    bars.map(({ to }) => to),
    1,
  )
  const pixels = (size: number) => ((WIDTH * size) / highest).toFixed(1)
  const shown = STAIRS.filter((id) => sides.some((side) => side.stairs.has(id)))
  return html`<h2>${words.text('report:stairs')}${modelled(words)}</h2><table><thead><tr><th></th><th></th>${sides.map((_, index) => html`<th class="n">${letter(index)}</th>`)}</tr></thead><tbody>${shown.map(
    (id) => {
      const bar = bars.find(({ stair }) => stair.name.id === id)
      const level = sides.some((side) => side.stairs.get(id)?.kind === 'level')
      const name = words.say({ id })
      return html`<tr><td>${level ? html`<b>${name}</b>` : html`<span class="muted">${name}</span>`}</td><td>${
        bar === undefined
          ? null
          : html`<svg width="${WIDTH}" height="${HEIGHT}" aria-hidden="true"><rect x="${pixels(bar.from)}" width="${pixels(bar.to - bar.from)}" height="${HEIGHT}" fill="${level ? 'var(--category-packedWeights)' : 'var(--category-other)'}"/></svg>`
      }</td>${sides.map((side) => html`<td class="n">${figure(words, side.stairs.get(id), side.least)}</td>`)}</tr>`
    },
  )}</tbody></table>`
}

/** What a file has is known, whatever is not. */
function figure(words: Words, stair: Stair | undefined, least: boolean): Markup | null {
  if (stair === undefined) return null
  if (stair.kind === 'step') return bytesDelta(words, stair.bytes)
  if (stair.bytes === null) return html`<b>${bytes(words, null)}</b>`
  return html`<b>${leastOf(words, least && stair.name.id !== 'stairs.file', stair.bytes)}</b>`
}
