import { PROBLEM_CODES, type Problem, type ProblemCode } from '#contract/errors'
import { spoken } from '#contract/messages/say'

/** What the addon's failures carry. */
interface NativeError extends Error {
  readonly code?: unknown
  readonly node?: unknown
}

/** A failure of the addon as a Problem; anything else is a bug and is rethrown. */
export function nativeProblemOf(error: unknown, nodeNames: readonly string[]): Problem {
  if (!(error instanceof Error)) throw error
  const { code, node, message }: NativeError = error
  if (!isProblemCode(code)) throw error
  const name = typeof node === 'number' ? nodeNames[node] : undefined
  return {
    code,
    message: spoken(name === undefined ? message : `${JSON.stringify(name)}: ${message}`),
    ...(name === undefined ? {} : { node: name }),
    ...(code === 'engine/out-of-memory' ? { hint: spoken('Choose a lower memory mode or smaller input shapes.') } : {}),
  }
}

function isProblemCode(code: unknown): code is ProblemCode {
  return (PROBLEM_CODES as readonly unknown[]).includes(code)
}
