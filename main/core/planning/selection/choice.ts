// SPDX-License-Identifier: Apache-2.0
import type { Choice, RowChoice } from '#contract/choice'

/** The same for equal choices only, and the same in every language. */
export function choiceKey({ algorithm, unit, inner }: RowChoice): string {
  const within = inner === null ? '' : ` of ${inner.algorithm} ${inner.unit ?? '-'}`
  return `${algorithm} ${unit ?? '-'}${within}`
}

export function sameChoice(a: RowChoice, b: RowChoice): boolean {
  return choiceKey(a) === choiceKey(b)
}

/** Of anything that has a choice’s parts, these alone; null without an algorithm. */
export function choiceOf({ algorithm, unit, inner }: RowChoice): Choice | null {
  if (algorithm === null) return null
  return { algorithm, unit, inner: inner && { algorithm: inner.algorithm, unit: inner.unit } }
}
