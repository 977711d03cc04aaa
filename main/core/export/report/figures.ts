// SPDX-License-Identifier: Apache-2.0
import { letterOf } from '#contract/comparison'
import type { Configuration } from '#contract/configuration'
import type { Decision } from '#contract/plan'
import { configurationWords } from '#core/comparison/wording'
import { choiceName } from '#core/planning/choice-name'
import { grouped, roughSize, signed } from '#messages/figures'
import { html, type Markup } from './markup'

export function configurationText(configuration: Configuration): string {
  const { overrides = [], ...others } = configuration
  const forced = overrides.map(
    ({ layers, algorithm, unit }) => `${layers} → ${algorithm}${unit === undefined ? '' : ` unit ${unit}`}`,
  )
  return [...configurationWords(others), ...forced].join(' · ')
}

/** null: not known. */
export function bytes(value: number | null): Markup {
  if (value === null) return html`<span class="muted">unknown</span>`
  return html`<span title="${grouped(value)} bytes">${roughSize(value)}</span>`
}

/** null: not known. */
export function bytesDelta(value: number | null): Markup {
  if (value === null) return bytes(value)
  return html`<span class="${value > 0 ? 'grow' : value < 0 ? 'shrink' : 'muted'}" title="${grouped(value)} bytes">${signed(value, roughSize)}</span>`
}

export const MODELLED = html`<span class="origin">modelled</span>`
export const MEASURED = html`<span class="origin">measured</span>`

export function letter(index: number): Markup {
  return html`<span class="letter${index === 0 ? '' : ' current'}">${letterOf(index)}</span>`
}

type Choice = Pick<Decision, 'algorithm' | 'unit'> & { readonly inner?: Decision['inner'] }

export function choice({ algorithm, unit, inner = null }: Choice): Markup {
  if (algorithm === null) return html``
  return html`<span class="badge" style="color:var(--algorithm-${algorithm})">${choiceName({ algorithm, unit, inner })}</span>`
}
