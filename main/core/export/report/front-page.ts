// SPDX-License-Identifier: Apache-2.0
import { letterOf } from '#contract/comparison'
import type { Configuration } from '#contract/configuration'
import type { Entry } from '#contract/document'
import { CATEGORIES, isLowerBound } from '#contract/plan'
import type { EntryComparison } from '#core/comparison/entries'
import { CATEGORY_NAMES, configurationWords, counted, profileName } from '#core/comparison/wording'
import { growth, percent, roughSize, signed, times } from '#messages/figures'
import type { Message, MessageId } from '#messages/message'
import { layerTitles } from '#messages/plain-text'
import { speaker } from '#messages/say'
import { bytes } from './figures'
import { html, type Markup } from './markup'

/** The answer says them with figures. */
const TOTALS: ReadonlySet<MessageId> = new Set<MessageId>(['total.same', 'total.differently', 'total.differs'])
/** Layers named of an entry that is alone. */
const MOST_LAYERS = 3

/** What the report answers, as a reader would ask it. */
export function question(entries: readonly [Entry, ...Entry[]]): string {
  const [a, b, ...more] = entries
  if (b === undefined) return `What does ${a.model.name} take in memory under ${engineOf(a)}, and why?`
  if (more.length > 0) return `What does ${a.model.name} take in memory on ${entries.length} sides, and why?`
  const change = b.entry.plan.totalBytes - a.entry.plan.totalBytes
  const than = change === 0 ? 'other memory' : `${change > 0 ? 'more' : 'less'} memory`
  const [nameA, nameB] =
    a.model.sha256 === b.model.sha256
      ? distinct(a.entry.configuration, b.entry.configuration)
      : [a.model.fileName, b.model.fileName]
  if (a.model.sha256 !== b.model.sha256) return `Why does ${nameB} take ${than} than ${nameA}?`
  return `Why does ${a.model.name} take ${than} under ${nameB} than under ${nameA}?`
}

/** Two configurations by that in which they differ. */
function distinct(a: Configuration, b: Configuration): readonly [string, string] {
  const [ofA, ofB] = [configurationWords(a), configurationWords(b)]
  const only = (words: readonly string[], others: readonly string[]) => words.filter((word) => !others.includes(word))
  const [justA, justB] = [only(ofA, ofB), only(ofB, ofA)]
  if (justA.length === 0 || justB.length === 0) return ['the configuration A', 'the configuration B']
  return [justA.join(', '), justB.join(', ')]
}

function engineOf({ entry }: Entry): string {
  return profileName(entry.configuration.profile)
}

/** The answer in one figure for each side that is held against A; that of A where it is alone. */
export function answer(entries: readonly [Entry, ...Entry[]]): Markup {
  const [a, ...others] = entries
  const before = a.entry.plan.totalBytes
  if (others.length === 0) return html`<p class="answer"><b>${atLeast(a)}${bytes(before)}</b> ${weightsText(a)}</p>`
  return html`${others.map((other, index) => {
    const { totalBytes } = other.entry.plan
    const delta = totalBytes - before
    return html`<p class="answer">${others.length > 1 ? html`${letterOf(index + 1)}: ` : null}<b class="${delta > 0 ? 'grow' : delta < 0 ? 'shrink' : ''}">${signed(delta, roughSize)}</b> ${atLeast(a)}${bytes(before)} → ${atLeast(other)}${bytes(totalBytes)} <span class="muted">${delta === 0 ? null : `${times(totalBytes, before)}, ${growth(before, totalBytes)}`} as modelled</span></p>`
  })}`
}

function atLeast({ entry }: Entry): string | null {
  return isLowerBound(entry.plan) ? 'at least ' : null
}

function weightsText({ model, entry }: Entry): Markup {
  return html`<span class="muted">as modelled, ${times(entry.plan.totalBytes, model.fileBytes)} the file’s ${bytes(model.fileBytes)}</span>`
}

/** Why, in a few sentences: of each comparison its story, of an entry alone what takes most. */
export function causes(a: Entry, comparisons: readonly EntryComparison[]): Markup {
  if (comparisons.length === 0) return html`<ul>${shares(a).map((text) => html`<li>${text}</li>`)}</ul>`
  return html`${comparisons.map(({ comparison, unmatched }, index) => {
    const say = speaker('en', letterOf(index + 1))
    const told = comparison.summary.filter(({ id }) => !TOTALS.has(id) || comparisons.length > 1)
    // What changes and why come before which layers it is.
    const moved = told.filter(({ id }) => id === 'weights.moved')
    const first = told.filter(({ id }) => id !== 'weights.moved')
    const models: readonly Message[] = comparison.models?.changes ?? []
    const alone = unmatched.a.length + unmatched.b.length
    return html`<ul>${[...first, ...moved, ...models].map((sentence) => html`<li>${say(sentence)}</li>`)}${
      alone === 0 ? null : html`<li>${counted(alone, 'layer')} stand on one side only.</li>`
    }</ul>`
  })}`
}

/** Of an entry alone: its categories and its largest layers. */
function shares({ model, entry: { plan } }: Entry): string[] {
  const titles = layerTitles(model.nodes)
  const categories = CATEGORIES.filter((category) => plan.totals[category] > 0)
    .sort((x, y) => plan.totals[y] - plan.totals[x])
    .slice(0, MOST_LAYERS)
    .map((category) => `${CATEGORY_NAMES[category]} ${roughSize(plan.totals[category])} (${share(category)})`)
  const largest = [...plan.decisions]
    .sort((x, y) => (y.packedWeightBytes ?? 0) - (x.packedWeightBytes ?? 0))
    .filter(({ packedWeightBytes }) => packedWeightBytes !== null && packedWeightBytes > 0)
    .slice(0, MOST_LAYERS)
    .map(({ node, packedWeightBytes }) => `${titles[node] ?? ''} (${roughSize(packedWeightBytes ?? 0)})`)
  function share(category: (typeof CATEGORIES)[number]) {
    return percent(plan.totals[category] / Math.max(1, plan.totalBytes))
  }
  return [
    `It is made of ${categories.join(', ')}.`,
    ...(largest.length === 0 ? [] : [`The largest packed weights are those of ${largest.join(', ')}.`]),
  ]
}
