// SPDX-License-Identifier: Apache-2.0
import { open } from 'node:fs/promises'
import { fail, ok, type Result } from '#contract/errors'
import { type CodedWeights, expandWeights, scaleBytes } from '#core/model/coded-weights'
import { CodingError } from '#core/model/coding-error'
import { decodeWeights, type EncodedWeights, encodedExtent } from '#core/model/encoded-weights'
import { readingCause } from '#core/model/file-cause'
import type { Message } from '#messages/message'
import type { NativeConstant, NativeProgram } from './native-program'

/**
 * The program with every quantised weight replaced by its float32 values, which is what the engine
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
      constants.push({ ...constant, source: { kind: 'values', values: await expand(source.weights, count) } })
    } catch (error) {
      const { path } = source.weights
      const message: Message =
        error instanceof CodingError
          ? { id: 'problem.run.quantised', tensor: source.name, why: error.why }
          : { id: 'problem.notRead', file: path, why: readingCause(error) }
      return fail({ code: 'file/unreadable', message, file: path })
    }
  }
  return ok({ ...program, constants })
}

async function expand(weights: CodedWeights | EncodedWeights, count: number): Promise<Float32Array> {
  if (weights.kind === 'encoded') {
    const { offset, byteLength } = encodedExtent(weights)
    return decodeWeights(weights, count, await readPart(weights.path, offset, byteLength), offset)
  }
  const { path, offset, byteLength, scales } = weights
  const bytes = await readPart(path, offset, byteLength)
  return expandWeights(weights, count, bytes, await readPart(scales.path, scales.offset, scaleBytes(weights)))
}

async function readPart(path: string, offset: number, length: number): Promise<Uint8Array> {
  const file = await open(path, 'r')
  try {
    const bytes = new Uint8Array(length)
    const { bytesRead } = await file.read(bytes, 0, length, offset)
    if (bytesRead < length) throw new CodingError({ id: 'coding.beyondFile' })
    return bytes
  } finally {
    await file.close()
  }
}
