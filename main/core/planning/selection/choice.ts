// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'

/** The same for equal choices only, and the same in every language. */
export function choiceKey({ algorithm, unit, inner }: Choice): string {
  const within = inner === null ? '' : ` of ${inner.algorithm} ${inner.unit ?? '-'}`
  return `${algorithm} ${unit ?? '-'}${within}`
}

export function sameChoice(a: Choice, b: Choice): boolean {
  return choiceKey(a) === choiceKey(b)
}

/** Of anything that has a choice’s parts, these alone. */
export function choiceOf({ algorithm, unit, inner }: Choice): Choice {
  return { algorithm, unit, inner: inner && { algorithm: inner.algorithm, unit: inner.unit } }
}
