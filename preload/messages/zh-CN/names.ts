// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import { vocabulary } from './vocabulary'

/** Names as they appear in sentences. */

/** "Winograd 单元 6". */
export function choiceName({ algorithm, unit, inner }: Choice): string {
  const name = vocabulary.algorithm[algorithm]
  if (inner !== null) return `${name}（${choiceName({ ...inner, inner: null })}）`
  return unit === null ? name : `${name} 单元 ${unit}`
}

/** A name within a sentence: Latin script stands apart from Chinese. */
export function spaced(name: string): string {
  return `${/^[\w]/.test(name) ? ' ' : ''}${name}${/[\w]$/.test(name) ? ' ' : ''}`
}
