// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path'
import type { Problem, Result } from '#contract/errors'
import { isNoAnswer, readingCause } from '#core/model/file-cause'
import { english, spoken } from '#messages/say'

/** What the process ends with. Stable: scripts rely on it. */
export const EXIT = {
  done: 0,
  /** A limit of `check` is exceeded. */
  limitExceeded: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** A file, a model, a plan or a run failed. */
  failed: 3,
  /** Ended by Ctrl+C, as shells count it. */
  interrupted: 130,
} as const
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** Carries an expected failure out of a command to the one place that prints it. */
export class CommandFailure extends Error {
  constructor(
    readonly problem: Pick<Problem, 'message' | 'hint'>,
    readonly exitCode: ExitCode = EXIT.failed,
  ) {
    super(english(problem.message))
  }
}

export function orFail<T>(result: Result<T>): T {
  if (result.ok) return result.value
  throw new CommandFailure(result.problem, result.problem.code === 'cancelled' ? EXIT.interrupted : EXIT.failed)
}

/** What `look` answers. Fails where the file system of a path does not answer. */
export async function orDead<T>(path: string, look: Promise<T>): Promise<T> {
  try {
    return await look
  } catch (error) {
    if (!isNoAnswer(error)) throw error
    const message = { id: 'problem.cannotOpen', file: basename(path), why: readingCause(error) } as const
    throw new CommandFailure({ message })
  }
}

export function usageError(message: string, hint?: string): CommandFailure {
  return new CommandFailure(
    { message: spoken(message), ...(hint === undefined ? {} : { hint: spoken(hint) }) },
    EXIT.usage,
  )
}
