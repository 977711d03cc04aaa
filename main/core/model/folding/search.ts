// SPDX-License-Identifier: Apache-2.0
/** What an operation looks through, row-major. */
export interface Searched {
  readonly dims: readonly number[]
  readonly values: ArrayLike<number>
}

export interface Found {
  readonly dims: readonly number[]
  readonly values: readonly number[]
}
