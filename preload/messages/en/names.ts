// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import { vocabulary } from './vocabulary'

/** Names as they appear in sentences. */

/** "Winograd unit 6", "grouped (tiled im2col)". */
export function choiceName({ algorithm, unit, inner }: Choice): string {
  const name = vocabulary.algorithm[algorithm]
  if (inner !== null) return `${name} (${choiceName({ ...inner, inner: null })})`
  return unit === null ? name : `${name} unit ${unit}`
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  const last = items[items.length - 1] ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}
