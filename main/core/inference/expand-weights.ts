// SPDX-License-Identifier: Apache-2.0
import { fail, ok, type Result } from '#contract/errors'
import { CodingError } from '#core/model/coding-error'
import { pathOf, weightValues } from '#core/model/constant-values'
import { readingCause } from '#core/model/file-cause'
import type { Message } from '#messages/message'
import type { NativeConstant, NativeProgram } from './native-program'

/**
 * The program with every weight that is quantised or folded replaced by its float32 values, which is what the engine
 * computes with. `checkpoint` is called between weights; it may throw to stop.
 */
export async function withExpandedWeights(
  program: NativeProgram,
  checkpoint: () => void = () => {},
): Promise<Result<NativeProgram>> {
  const constants: NativeConstant[] = []
  for (const constant of program.constants) {
    const { source, dims } = constant
    if (source.kind !== 'coded') {
      constants.push(constant)
      continue
    }
    checkpoint()
    const count = dims.reduce((product, length) => product * length, 1)
    try {
      constants.push({ ...constant, source: { kind: 'values', values: await weightValues(source.weights, count) } })
    } catch (error) {
      const path = pathOf(source.weights) ?? ''
      const message: Message =
        error instanceof CodingError
          ? { id: 'problem.run.quantised', tensor: source.name, why: error.why }
          : { id: 'problem.notRead', file: path, why: readingCause(error) }
      return fail({ code: 'file/unreadable', message, file: path })
    }
  }
  return ok({ ...program, constants })
}
