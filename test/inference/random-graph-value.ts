// SPDX-License-Identifier: Apache-2.0
/** An image of a network under construction. */
export interface Value {
  readonly name: string
  readonly dims: readonly [number, number, number, number]
}
