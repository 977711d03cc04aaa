// SPDX-License-Identifier: Apache-2.0
import type { Chance } from './random'

/** What nobody has foreseen, and what it was that brought it about. */
export interface Found {
  readonly said: string
  readonly input: string
}

/** Tries one input; null where all is as it should be. */
type Try = (by: Chance) => Found | null | Promise<Found | null>

/** Something that takes what others have made. */
export interface Target {
  readonly name: string
  begin(): Try
}
