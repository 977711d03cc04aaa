import type { ProblemCode } from '#contract/errors'

/**
 * What is wrong with a file, or with a model's shapes. Thrown and caught inside main/model only:
 * its public functions return it as a Problem.
 */
export class ReadError extends Error {
  constructor(
    readonly code: ProblemCode,
    /** A clause without the file's name and without the final full stop. */
    cause: string,
    readonly node?: string,
  ) {
    super(cause)
  }
}

export function invalid(cause: string, node?: string): never {
  throw new ReadError('model/invalid', cause, node)
}

export function truncated(cause: string, node?: string): never {
  throw new ReadError('model/truncated', cause, node)
}
