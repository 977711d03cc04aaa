// SPDX-License-Identifier: Apache-2.0
import type { RowChoice } from '#contract/choice'
import { letterOf } from '#contract/comparison'
import type { Configuration } from '#contract/configuration'
import type { SavedEntry, SavedPlan } from '#contract/document'
import { type Category, isLowerBound } from '#contract/plan'
import { profileOf } from '#core/planning/engines/index'
import { configurationParts } from '#messages/configuration'
import { grouped, growth, roughSize, signed } from '#messages/figures'
import { ENGLISH, type Words } from '#messages/words'
import { html, type Markup } from './markup'

/** The parts of a configuration, without the algorithms that it forces. */
export function configurationWords(words: Words, configuration: Configuration): readonly string[] {
  return configurationParts(configuration, profileOf(configuration.profile)?.traits).map(({ text }) => words.say(text))
}

export function configurationText(words: Words, configuration: Configuration): string {
  const { overrides = [], ...others } = configuration
  const forced = overrides.map(
    ({ layers, algorithm, unit = null }) => `${layers} → ${words.choice({ algorithm, unit, inner: null })}`,
  )
  return [...configurationWords(words, others), ...forced].join(' · ')
}

/** What an entry was called by a person: the command line calls it by its configuration, which stands beside it anyway. */
export function givenName({ label, configuration }: Pick<SavedEntry, 'label' | 'configuration'>): string {
  return label === configurationWords(ENGLISH, configuration).join(', ') ? '' : label
}

export function categoryName(words: Words, category: Category): string {
  return words.text(`vocabulary:category.${category}`)
}

/** null: not known. */
export function bytes(words: Words, value: number | null): Markup {
  if (value === null) return html`<span class="muted">${words.text('report:unknown')}</span>`
  return html`<span title="${exact(words, value)}">${roughSize(value)}</span>`
}

/** null: not known. */
export function bytesDelta(words: Words, value: number | null): Markup {
  if (value === null) return bytes(words, value)
  return html`<span class="${value > 0 ? 'grow' : value < 0 ? 'shrink' : 'muted'}" title="${exact(words, value)}">${signed(value, roughSize)}</span>`
}

function exact(words: Words, value: number): string {
  return words.text('report:exactBytes', { bytes: grouped(value) })
}

/** Of a plan of which parts are unknown its total is no more than a lower bound. */
export function atLeast(words: Words, plan: SavedPlan, value: number): Markup {
  return leastOf(words, isLowerBound(plan), value)
}

export function leastOf(words: Words, lowerBound: boolean, value: number): Markup {
  const figure = bytes(words, value)
  return lowerBound ? html`${words.pieces('report:atLeast', { bytes: figure })}` : figure
}

export function total(words: Words, plan: SavedPlan): Markup {
  return atLeast(words, plan, plan.totalBytes)
}

/** By how much B is over A; what was not there is new. */
export function growthText(words: Words, a: number, b: number): string {
  return growth(a, b) ?? words.text('common:new')
}

export function modelled(words: Words): Markup {
  return html`<span class="origin">${words.text('report:modelled')}</span>`
}

export function measured(words: Words): Markup {
  return html`<span class="origin">${words.text('report:measured')}</span>`
}

export function letter(index: number): Markup {
  return html`<span class="letter${index === 0 ? '' : ' current'}">${letterOf(index)}</span>`
}

type Chosen = Pick<RowChoice, 'algorithm' | 'unit'> & { readonly inner?: RowChoice['inner'] }

export function choice(words: Words, { algorithm, unit, inner = null }: Chosen): Markup {
  if (algorithm === null) return html``
  return html`<span class="badge" style="color:var(--algorithm-${algorithm})">${words.choice({ algorithm, unit, inner })}</span>`
}
