// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from './configuration'
import type { ModelId } from './model'

/** Seeded pseudo-random values, or a raw file: little-endian float32, dims in the input's order. */
export type RunInput =
  | { readonly kind: 'synthetic'; readonly seed: number }
  | { readonly kind: 'file'; readonly path: string }

export interface RunRequest {
  readonly modelId: ModelId
  readonly configuration: Configuration
  readonly input: RunInput
  /** Inferences after preparation, 1..1000. */
  readonly iterations: number
}
