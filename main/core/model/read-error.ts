// SPDX-License-Identifier: Apache-2.0
import type { ProblemCode } from '#contract/errors'
import type { ReadCause } from '#messages/en/problems'
import { english } from '#messages/say'

/**
 * What is wrong with a file, or with a model's shapes. Thrown and caught inside main/core/model only:
 * its public functions return it as a Problem.
 */
export class ReadError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly why: ReadCause,
    readonly node?: string,
  ) {
    super(english(why))
  }
}

export function invalid(why: ReadCause, node?: string): never {
  throw new ReadError('model/invalid', why, node)
}

export function truncated(why: ReadCause, node?: string): never {
  throw new ReadError('model/truncated', why, node)
}
