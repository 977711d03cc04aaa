// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'

/**
 * Expected failures are values. A Problem is what the user reads: `message` is one sentence that
 * names the file, the node (where there is one) and the cause.
 */
export const PROBLEM_CODES = [
  'file/not-found',
  'file/unreadable',
  'file/changed',
  'file/unwritable',
  'model/not-a-model',
  'model/truncated',
  'model/invalid',
  'model/too-large',
  'model/unsupported-op',
  'model/unknown-shape',
  'model/not-open',
  'model/not-here',
  'plan/invalid-configuration',
  'plan/impossible-override',
  'plan/not-told',
  'run/unsupported',
  'run/busy',
  'run/input-mismatch',
  'run/process-lost',
  'engine/unavailable',
  'engine/invalid-argument',
  'engine/unsupported',
  'engine/out-of-memory',
  'engine/overflow',
  'engine/io',
  'engine/internal',
  'document/invalid',
  'export/failed',
  'ipc/invalid-request',
  'host/lost',
  'attach/unsupported',
  'attach/failed',
  'internal/bug',
  'cancelled',
] as const

export type ProblemCode = (typeof PROBLEM_CODES)[number]

export interface Problem {
  readonly code: ProblemCode
  /** One sentence for the user. */
  readonly message: Message
  /** Absolute path of the file concerned. */
  readonly file?: string
  /** Name of the node concerned. */
  readonly node?: string
  /** What the user can do next, one sentence. */
  readonly hint?: Message
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

export function ok<T>(value: T): Result<T> {
  return { ok: true, value }
}

export function fail<T = never>(problem: Problem): Result<T> {
  return { ok: false, problem }
}
