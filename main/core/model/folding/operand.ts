// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import type { Operation } from '../operations/index'
import type { ResolvedOperation } from '../shapes'

/** A small constant operand. */
export interface Operand {
  readonly dims: readonly number[]
  readonly dtype: DataType
  readonly values: readonly number[]
}

export interface FoldRequest {
  readonly operation: Operation
  readonly resolved: ResolvedOperation | null
  /** undefined: an optional input that is left out. */
  readonly inputs: readonly (Operand | undefined)[]
  readonly outputs: readonly { readonly dims: readonly number[]; readonly dtype: DataType }[]
}
