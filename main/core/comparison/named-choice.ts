import type { NamedChoice } from '#contract/algorithms'
import type { Decision } from '#contract/plan'

/** What a sentence says of a decision's algorithm. */
export function namedChoice({ algorithm, unit, inner }: Decision): NamedChoice {
  return { algorithm, unit, inner: inner && { algorithm: inner.algorithm, unit: inner.unit } }
}
