// SPDX-License-Identifier: Apache-2.0
import type { Algorithm } from './algorithms'

/** What a layer runs with. */
export interface Choice {
  readonly algorithm: Algorithm
  /** Winograd’s output tile edge m of F(m, k); null for other algorithms. */
  readonly unit: number | null
  /** For "grouped": what every group runs. */
  readonly inner: { readonly algorithm: Algorithm; readonly unit: number | null } | null
}

/** The same of a layer's row, whose algorithm may have no name, or not be known. */
export type RowChoice = Omit<Choice, 'algorithm'> & { readonly algorithm: Algorithm | null }
