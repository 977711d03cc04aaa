// SPDX-License-Identifier: Apache-2.0
import type { SessionsMessage } from '#messages/en/sessions'
import type { Category } from './categories'

/** A way in which sessions of an engine are made in one process. */
export interface SessionSharing {
  /** "own", "runtime": stable, it appears in exports. */
  readonly id: string
  /** What it is called where one chooses. */
  readonly name: SessionsMessage
  /** What the sessions share, and what not. */
  readonly rule: SessionsMessage
  /** What the sessions of one model hold once between them; all else is each session’s own, unless the engine knows more. */
  readonly oncePerModel: readonly Category[]
}
