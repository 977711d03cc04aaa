import type { Configuration } from '#contract/configuration'
import { configurationWords, signedSize, size } from '#core/comparison/wording'
import { html, type Markup } from './markup'

export function configurationText(configuration: Configuration): string {
  const { overrides = [], ...others } = configuration
  const forced = overrides.map(
    ({ layers, algorithm, unit }) => `${layers} → ${algorithm}${unit === undefined ? '' : ` unit ${unit}`}`,
  )
  return [...configurationWords(others), ...forced].join(' · ')
}

export function bytes(value: number): Markup {
  return html`<span title="${value.toLocaleString('en-US')} bytes">${size(value)}</span>`
}

export function bytesDelta(value: number): Markup {
  if (value === 0) return html`<span class="muted">±0</span>`
  return html`<span class="${value > 0 ? 'grow' : 'shrink'}" title="${value.toLocaleString('en-US')} bytes">${signedSize(value)}</span>`
}

/** "+134.5 %". */
export function growthText(growth: number | null): string {
  if (growth === null) return ''
  return `${growth < 0 ? '−' : '+'}${(Math.abs(growth) * 100).toFixed(1)} %`
}

export function milliseconds(nanoseconds: number): string {
  return `${(nanoseconds / 1e6).toFixed(nanoseconds < 1e7 ? 2 : 1)} ms`
}
