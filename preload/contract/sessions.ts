// SPDX-License-Identifier: Apache-2.0
import type { CategoryBytes } from './categories'
import type { Configuration } from './configuration'
import type { SessionSharing } from './session-sharing'

/** As many sessions as are planned together. */
export const MOST_SESSIONS = 64

/** Sessions that are made one after another, in one way of sharing. */
export interface SessionsTogether {
  readonly sharing: SessionSharing
  /** By session, what the process holds once it is ready, with all before it; null: not known. Modelled bytes. */
  readonly held: readonly (CategoryBytes | null)[]
}

/** Several sessions under one configuration, in every way that the engine has. */
export interface SessionsPlan {
  readonly configuration: Configuration
  /** Some plan of a model is "at least" (isLowerBound), and so are these. */
  readonly lowerBound: boolean
  readonly ways: readonly SessionsTogether[]
}
