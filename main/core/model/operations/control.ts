// SPDX-License-Identifier: Apache-2.0

/** Where bodies of other nodes begin and end: their nodes stand in the model like all others. */
export type ControlOperation =
  /** condition, what one body gives, what the other gives */
  | { readonly kind: 'Choice' }
  /**
   * What a body is given in every round. value: [x] that the rounds begin with and change; element: [x], one after the
   * other along the axis.
   */
  | { readonly kind: 'RoundInput'; readonly given: 'value' | 'element'; readonly axis: number }
  /** The number of the round, or whether it is done: one number, of no dims or of one. */
  | { readonly kind: 'RoundInput'; readonly given: 'counter'; readonly dims: readonly number[] }
  /** What is there after all rounds. value: start, end of the last round. */
  | { readonly kind: 'RoundResult'; readonly given: 'value' }
  /** The ends of all rounds in one. collected: end, [number of rounds]; elements: end, [x whose axis has as many]. */
  | {
      readonly kind: 'RoundResult'
      readonly given: 'counted' | 'elements'
      /** Of the result. */
      readonly axis: number
      /** Of x. */
      readonly along: number
    }
