// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import { configurationWords } from '#core/comparison/wording'
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
