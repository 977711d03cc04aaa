import type { Algorithm } from '#contract/algorithms'

/** An algorithm as sentences name it. */
export interface NamedChoice {
  readonly algorithm: Algorithm
  readonly unit: number | null
  readonly inner: { readonly algorithm: Algorithm; readonly unit: number | null } | null
}
