import type { Decision } from '#contract/plan'
import type { NamedChoice } from '#messages/message'

/** What a sentence says of a decision's algorithm. */
export function namedChoice({ algorithm, unit, inner }: Decision): NamedChoice {
  return { algorithm, unit, inner: inner && { algorithm: inner.algorithm, unit: inner.unit } }
}
