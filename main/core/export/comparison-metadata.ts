// SPDX-License-Identifier: Apache-2.0
import type { Comparison } from '#contract/comparison'

/** What an exported comparison says of its origin. */
export interface ComparisonMetadata {
  readonly modelName: string
  /** Name of the file without its folders: paths of the user's machine stay out of exports. */
  readonly fileName: string
  /** Lower-case hexadecimal. */
  readonly sha256: string
  /** Id of a format, perhaps one of a later version whose document was read. */
  readonly format: string
  readonly inputs: readonly { readonly name: string; readonly dims: readonly number[] }[]
  readonly appVersion: string
  readonly exportedAt: Date
}

export interface ComparisonExport {
  readonly metadata: ComparisonMetadata
  readonly comparison: Comparison
  /** What the side goes by that is held against A. */
  readonly letter: string
}
