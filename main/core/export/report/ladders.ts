// SPDX-License-Identifier: Apache-2.0

import { STACK_ORDER } from '#contract/categories'
import type { SavedModel } from '#contract/document'
import { type Ladder, type Release, sameFigures, stepsOf } from '#contract/releases'
import { largest } from '#core/model/extremes'
import { grouped, roughSize } from '#messages/figures'
import { layerTitles } from '#messages/plain-text'
import type { Words } from '#messages/words'
import { categoryKey } from './charts'
import { bytesDelta, configurationText, leastOf, modelled } from './figures'
import { html, type Markup } from './markup'

const WIDTH = 1000
const LEFT = 70
const PLOT = WIDTH - LEFT - 10
const HEIGHT = 260
/** Changes below this share of the highest total have no text in the chart. */
const WORTH_SAYING = 0.02
/** Layers named of a rule. */
const MOST_LAYERS = 5

/** Memory of the model in every release of an engine: a chart and its steps in words for each ladder that is another. */
export function laddersSection(words: Words, ladders: readonly Ladder[], model: Pick<SavedModel, 'nodes'>): Markup {
  if (ladders.length === 0) return html``
  return html`<h2>${words.text('report:overReleases')}${modelled(words)}</h2>
${distinct(ladders).map(
  ({
    configuration,
    releases,
  }) => html`<h3>${words.text('report:inEveryRelease', { configuration: configurationText(words, configuration) })}</h3>
${ladderChart(words, releases)}
${stepsTable(words, releases, model)}`,
)}${categoryKey(words, false)}`
}

/** Without those that take the same as an earlier one in every release. */
function distinct(ladders: readonly Ladder[]): readonly Ladder[] {
  return ladders.filter((ladder, index) => ladders.findIndex((each) => sameFigures(each, ladder)) === index)
}

/** Stacked by category, one step wide each; steps that stand out are labelled. */
function ladderChart(words: Words, releases: readonly Release[]): Markup {
  const most = largest(
    releases.map(({ totalBytes }) => totalBytes),
    1,
  )
  const x = (index: number) => round(LEFT + (index / releases.length) * PLOT)
  const y = (value: number) => round(24 + (1 - value / most) * (HEIGHT - 46))
  const sums = releases.map(() => 0)
  const areas = STACK_ORDER.map((category) => {
    let path = ''
    for (const [index, { totals }] of releases.entries()) {
      sums[index] = (sums[index] ?? 0) + totals[category]
      path += `${index === 0 ? `M${x(0)} ${y(0)}` : `H${x(index)}`}V${y(sums[index] ?? 0)}`
    }
    return html`<path d="${path}H${x(releases.length)}V${y(0)}Z" fill="var(--category-${category})"/>`
  })
  const labels = stepsOf(releases)
    .filter(({ bytes: change }) => Math.abs(change) >= WORTH_SAYING * most)
    .map(({ index, release, before, bytes: change }) => {
      const side = change > 0 ? { x: x(index) - 5, anchor: 'end' } : { x: x(index) + 5, anchor: 'start' }
      const top = Math.min(y(release.totalBytes), y(before.totalBytes))
      return html`<text x="${side.x}" y="${top + (Math.abs(change) > 0.1 * most ? 11 : -4)}" text-anchor="${side.anchor}">${words.text(change > 0 ? 'report:stepMore' : 'report:stepLess', { version: release.version, bytes: roughSize(Math.abs(change)) })}</text>`
    })
  const lines = [0, most / 2, most].map(
    (value) =>
      html`<line x1="${LEFT}" x2="${WIDTH - 10}" y1="${y(value)}" y2="${y(value)}" stroke="var(--line)"/><text x="${LEFT - 6}" y="${y(value) + 4}" text-anchor="end">${value === 0 ? '0' : roughSize(value)}</text>`,
  )
  return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${words.text('report:chart.releases')}">
${lines}${areas.reverse()}${labels}
<text x="${LEFT}" y="${HEIGHT - 4}">${releases[0]?.version ?? ''}</text><text x="${WIDTH - 10}" y="${HEIGHT - 4}" text-anchor="end">${releases.at(-1)?.version ?? ''}</text></svg>`
}

function stepsTable(words: Words, releases: readonly Release[], { nodes }: Pick<SavedModel, 'nodes'>): Markup {
  const titles = layerTitles(nodes)
  const moved = (layers: readonly number[]) =>
    layers.length === 0
      ? '–'
      : words.text('report:movedList', {
          count: grouped(layers.length),
          names: [
            ...layers.slice(0, MOST_LAYERS).map((node) => titles[node] ?? ''),
            ...(layers.length > MOST_LAYERS ? ['…'] : []),
          ].join(', '),
        })
  return html`<table><thead><tr><th>${words.text('report:head.release')}</th><th class="n">${words.text('report:head.total')}</th><th class="n">${words.text('report:head.change')}</th><th>${words.text('report:head.rule')}</th><th class="n">${words.text('report:head.share')}</th><th>${words.text('report:head.moved')}</th></tr></thead><tbody>${stepsOf(
    releases,
  ).flatMap(({ release, bytes: change }) =>
    release.causes.map(
      ({ rule, bytes: share, layers }, row) =>
        html`<tr><td>${row === 0 ? release.version : ''}</td><td class="n">${row === 0 ? leastOf(words, release.lowerBound, release.totalBytes) : null}</td><td class="n">${row === 0 ? bytesDelta(words, change) : null}</td><td>${words.say(rule)}</td><td class="n">${bytesDelta(words, share)}</td><td class="name">${moved(layers)}</td></tr>`,
    ),
  )}</tbody></table>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
