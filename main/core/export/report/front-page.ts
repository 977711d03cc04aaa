// SPDX-License-Identifier: Apache-2.0
import { letterOf } from '#contract/comparison'
import type { Configuration } from '#contract/configuration'
import type { Entry } from '#contract/document'
import { CATEGORIES } from '#contract/plan'
import type { EntryComparison } from '#core/comparison/entries'
import { engineName } from '#core/comparison/wording'
import { percent, roughSize, signed, times } from '#messages/figures'
import type { Message, MessageId } from '#messages/message'
import { layerTitles } from '#messages/plain-text'
import { type Words, wordsIn } from '#messages/words'
import { bytes, categoryName, configurationWords, growthText, total } from './figures'
import { html, type Markup } from './markup'

/** The answer says them with figures. */
const TOTALS: ReadonlySet<MessageId> = new Set<MessageId>(['total.same', 'total.differently', 'total.differs'])
/** Layers named of an entry that is alone. */
const MOST_LAYERS = 3

/** What the report answers, as a reader would ask it. */
export function question(words: Words, entries: readonly [Entry, ...Entry[]]): string {
  const [a, b, ...more] = entries
  const model = a.model.name
  if (b === undefined) {
    return words.text('report:question.alone', { model, engine: words.say(engineName(a.entry.configuration.profile)) })
  }
  if (more.length > 0) return words.text('report:question.sides', { model, count: entries.length })
  const change = b.entry.plan.totalBytes - a.entry.plan.totalBytes
  if (a.model.sha256 !== b.model.sha256) {
    const files = { a: a.model.fileName, b: b.model.fileName }
    return words.text(`report:question.files${change === 0 ? 'Same' : change > 0 ? 'More' : 'Less'}`, files)
  }
  const names = distinct(words, a.entry.configuration, b.entry.configuration)
  return words.text(`report:question.${change === 0 ? 'same' : change > 0 ? 'more' : 'less'}`, { model, ...names })
}

/** Two configurations by that in which they differ. */
function distinct(words: Words, a: Configuration, b: Configuration): { readonly a: string; readonly b: string } {
  const [ofA, ofB] = [configurationWords(words, a), configurationWords(words, b)]
  const only = (parts: readonly string[], others: readonly string[]) => parts.filter((part) => !others.includes(part))
  const [justA, justB] = [only(ofA, ofB), only(ofB, ofA)]
  const named = (parts: readonly string[], letter: string) =>
    justA.length === 0 || justB.length === 0 ? words.text('report:configuration', { letter }) : words.listed(parts)
  return { a: named(justA, 'A'), b: named(justB, 'B') }
}

/** The answer in one figure for each side that is held against A; that of A where it is alone. */
export function answer(words: Words, entries: readonly [Entry, ...Entry[]]): Markup {
  const [a, ...others] = entries
  const before = a.entry.plan.totalBytes
  if (others.length === 0) {
    return html`<p class="answer"><b>${total(words, a.entry.plan)}</b> ${weightsText(words, a)}</p>`
  }
  return html`${others.map((other, index) => {
    const { totalBytes } = other.entry.plan
    const delta = totalBytes - before
    const side = others.length > 1 ? html`${words.text('report:answer.side', { letter: letterOf(index + 1) })}` : null
    const ratio = { times: times(totalBytes, before), growth: growthText(words, before, totalBytes) }
    return html`<p class="answer">${side}<b class="${delta > 0 ? 'grow' : delta < 0 ? 'shrink' : ''}">${signed(delta, roughSize)}</b> ${total(words, a.entry.plan)} → ${total(words, other.entry.plan)} <span class="muted">${words.text(delta === 0 ? 'report:answer.same' : 'report:answer.growth', ratio)}</span></p>`
  })}`
}

function weightsText(words: Words, { model, entry }: Entry): Markup {
  const given = { times: times(entry.plan.totalBytes, model.fileBytes), bytes: bytes(words, model.fileBytes) }
  return html`<span class="muted">${words.pieces('report:answer.weights', given)}</span>`
}

/** Why, in a few sentences: of each comparison its story, of an entry alone what takes most. */
export function causes(words: Words, a: Entry, comparisons: readonly EntryComparison[]): Markup {
  if (comparisons.length === 0) return html`<ul>${shares(words, a).map((text) => html`<li>${text}</li>`)}</ul>`
  return html`${comparisons.map(({ comparison, unmatched }, index) => {
    const { say } = wordsIn(words.language, letterOf(index + 1))
    const told = comparison.summary.filter(({ id }) => !TOTALS.has(id) || comparisons.length > 1)
    // What changes and why come before which layers it is.
    const moved = told.filter(({ id }) => id === 'weights.moved')
    const first = told.filter(({ id }) => id !== 'weights.moved')
    const models: readonly Message[] = comparison.models?.changes ?? []
    const alone = unmatched.a.length + unmatched.b.length
    return html`<ul>${[...first, ...moved, ...models].map((sentence) => html`<li>${say(sentence)}</li>`)}${
      alone === 0 ? null : html`<li>${words.text('report:oneSideOnly', { count: alone })}</li>`
    }</ul>`
  })}`
}

/** Of an entry alone: its categories and its largest layers. */
function shares(words: Words, { model, entry: { plan } }: Entry): string[] {
  const titles = layerTitles(model.nodes)
  const categories = CATEGORIES.filter((category) => plan.totals[category] > 0)
    .sort((x, y) => plan.totals[y] - plan.totals[x])
    .slice(0, MOST_LAYERS)
    .map((category) =>
      words.text('report:part', {
        name: categoryName(words, category),
        bytes: roughSize(plan.totals[category]),
        share: percent(plan.totals[category] / Math.max(1, plan.totalBytes)),
      }),
    )
  const largest = [...plan.decisions]
    .sort((x, y) => (y.packedWeightBytes ?? 0) - (x.packedWeightBytes ?? 0))
    .filter(({ packedWeightBytes }) => packedWeightBytes !== null && packedWeightBytes > 0)
    .slice(0, MOST_LAYERS)
    .map(({ node, packedWeightBytes }) =>
      words.text('report:largestPart', { layer: titles[node] ?? '', bytes: roughSize(packedWeightBytes ?? 0) }),
    )
  return [
    words.text('report:madeOf', { parts: words.listed(categories) }),
    ...(largest.length === 0 ? [] : [words.text('report:largest', { layers: words.listed(largest) })]),
  ]
}
