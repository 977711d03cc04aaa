// SPDX-License-Identifier: Apache-2.0
import { withExpandedWeights } from '#core/inference/expand-weights'
import { buildNativeProgram } from '#core/inference/program-builder'
import type { ShapedModel } from '#core/model/shapes'
import type { Program } from '#core/planning/native/program'
import { english } from '#messages/say'
import { infer } from '../native/session/infer'
import { engine } from './engine'

/** Runs a program on these input values in this process; outputs in the model's order. */
export async function runProgram(
  shaped: ShapedModel,
  program: Program,
  inputs: readonly Float32Array[],
): Promise<readonly Float32Array[]> {
  const built = buildNativeProgram(program, shaped)
  if (!built.ok) throw new Error(english(built.problem.message))
  const session = new (engine().addon.Session)()
  try {
    const program = await withExpandedWeights(built.value)
    if (!program.ok) throw new Error(english(program.problem.message))
    await session.prepare(program.value)
    return (await infer(session, inputs, program.value.outputs.length)).outputs
  } finally {
    session.dispose()
  }
}
