// SPDX-License-Identifier: Apache-2.0
import { PROBLEM_CODES, type Problem, type ProblemCode } from '#contract/errors'
import { sentences } from '#messages/en/sentences'
import type { Message } from '#messages/message'

/** What the addon's failures carry. */
interface NativeError extends Error {
  readonly code?: unknown
  readonly node?: unknown
  /** A message for people, where they may well meet the failure. */
  readonly said?: unknown
}

/** A failure of the addon as a Problem; anything else is a bug and is rethrown. */
export function nativeProblemOf(error: unknown, nodeNames: readonly string[]): Problem {
  if (!(error instanceof Error)) throw error
  const { node: index }: NativeError = error
  const code = codeOf(error)
  if (!isProblemCode(code)) throw error
  const what = messageOf(error, code)
  const node = typeof index === 'number' ? nodeNames[index] : undefined
  return {
    code,
    message: node === undefined ? what : { id: 'problem.engine.atNode', node, what },
    ...(node === undefined ? {} : { node }),
    ...(code === 'engine/out-of-memory' ? { hint: { id: 'hint.lessMemory' } as const } : {}),
  }
}

/** The wrappers around the addon take memory themselves, and tell a want of it as C++ does. */
function codeOf({ code, message }: NativeError): unknown {
  return code === undefined && message === 'std::bad_alloc' ? 'engine/out-of-memory' : code
}

function messageOf({ said, message }: NativeError, code: ProblemCode): Message {
  if (isMessage(said)) return said
  if (code === 'cancelled') return { id: 'problem.run.cancelled' }
  if (code === 'engine/out-of-memory') return { id: 'problem.engine.noMemory' }
  return { id: 'problem.engine.failed', code, detail: message }
}

function isMessage(said: unknown): said is Message {
  return typeof said === 'object' && said !== null && 'id' in said && Object.hasOwn(sentences, String(said.id))
}

function isProblemCode(code: unknown): code is ProblemCode {
  return (PROBLEM_CODES as readonly unknown[]).includes(code)
}
