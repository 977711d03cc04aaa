import { open } from 'node:fs/promises'
import { fail, ok, type Result } from '#contract/errors'
import { type CodedWeights, expandWeights, scaleBytes } from '../model/coded-weights'
import { decodeWeights, type EncodedWeights, encodedExtent } from '../model/encoded-weights'
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
      const cause = error instanceof Error ? error.message : String(error)
      const message = { id: 'problem.run.quantised', tensor: source.name, cause } as const
      return fail({ code: 'file/unreadable', message, file: source.weights.path })
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
    if (bytesRead < length) throw new Error('end beyond the end of the file')
    return bytes
  } finally {
    await file.close()
  }
}
