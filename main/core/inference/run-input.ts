// SPDX-License-Identifier: Apache-2.0
import { fail, ok, type Result } from '#contract/errors'
import type { DataType } from '#contract/model'
import type { RunInput } from '#contract/run'
import { product } from '#core/model/dims'
import { openRegular } from '#core/model/regular-file'
import type { NamedTensor } from './run-protocol'

/** Values for every input of the model, in its order. A file feeds a model of one input only. */
export async function inputValues(input: RunInput, inputs: readonly NamedTensor[]): Promise<Result<Float32Array[]>> {
  if (input.kind === 'synthetic') {
    return ok(inputs.map((each, index) => syntheticInput(each, input.seed + index)))
  }
  const [only] = inputs
  if (only === undefined || inputs.length > 1) {
    const message = { id: 'problem.input.single', inputs: inputs.length } as const
    return fail({ code: 'run/input-mismatch', message, file: input.path })
  }
  return fileValues(input.path, only)
}

const REAL: ReadonlySet<DataType> = new Set<DataType>(['float32', 'float16', 'bfloat16', 'float64'])

/** 0 and 1 for whole numbers and booleans: indices of anything with two elements. */
function syntheticInput({ dtype, dims }: NamedTensor, seed: number): Float32Array {
  const values = syntheticValues(product(dims), seed)
  return REAL.has(dtype) ? values : values.map((value) => (value < 0 ? 0 : 1))
}

/**
 * Uniform values in [-1, 1), the same for the same seed: Marsaglia's xorshift32 ("Xorshift RNGs",
 * 2003; shifts 13, 17, 5) over a state spread out from the seed, its upper 24 bits as a fraction.
 */
export function syntheticValues(count: number, seed: number): Float32Array {
  const values = new Float32Array(count)
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ 0x6d2b79f5) | 0 || 1
  for (let index = 0; index < count; index++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    values[index] = (state >>> 8) / 2 ** 23 - 1
  }
  return values
}

async function fileValues(path: string, { name, dims }: NamedTensor): Promise<Result<Float32Array[]>> {
  const expected = 4 * product(dims)
  try {
    const { file, size } = await openRegular(path)
    if (size !== expected) {
      await file.close()
      return fail({
        code: 'run/input-mismatch',
        message: { id: 'problem.input.size', path, bytes: size, input: name, dims, expected },
        file: path,
        hint: { id: 'hint.rawInput' },
      })
    }
    const bytes = await file.readFile().finally(() => file.close())
    if (bytes.byteLength !== expected)
      return fail({ code: 'file/changed', message: { id: 'problem.input.changed', path }, file: path })
    const values = new Float32Array(expected / 4)
    new Uint8Array(values.buffer).set(bytes)
    return ok([values])
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return fail({
      code: missing ? 'file/not-found' : 'file/unreadable',
      message: { id: missing ? 'problem.input.missing' : 'problem.input.unreadable', path },
      file: path,
    })
  }
}
