// SPDX-License-Identifier: Apache-2.0
import type { Problem } from './errors'

/** How much of what decides the kernels of a model and configuration was measured on this machine. */
export interface TuningState {
  /** Kernels that take some layer, once for layers of equal shape. */
  readonly kernels: number
  readonly measured: number
  /** Times that are kept, of whatever model. */
  readonly kept: number
  /** The file that they are kept in. */
  readonly path: string
}

export interface TuningProgress {
  readonly done: number
  readonly kernels: number
}

export type TuningEnd =
  | { readonly outcome: 'finished' | 'cancelled' }
  | { readonly outcome: 'failed'; readonly problem: Problem }
