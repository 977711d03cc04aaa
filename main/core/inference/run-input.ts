// SPDX-License-Identifier: Apache-2.0
import { fail, ok, type Result } from '#contract/errors'
import type { DataType } from '#contract/model'
import type { RunInput } from '#contract/run'
import { product } from '#core/model/dims'
import { openRegular, type RegularFile } from '#core/model/regular-file'
import { RunFailure } from './run-failure'
import type { NamedTensor } from './run-protocol'

/**
 * Values for every input of the model, a part at a time: whole, they would be one more copy of the input beside the
 * engine's own.
 */
export interface InputValues {
  /**
   * All values of an input from its beginning, in parts that lie in `staging` until the next is asked for. Throws
   * RunFailure where the file no longer has them.
   */
  parts(input: number, staging: Float32Array): AsyncIterable<Float32Array>
  close(): Promise<void>
}

/** Values for every input of the model, in its order. A file feeds a model of one input only. */
export async function openInputs(input: RunInput, inputs: readonly NamedTensor[]): Promise<Result<InputValues>> {
  if (input.kind === 'synthetic') return ok(synthetic(inputs, input.seed))
  const [only] = inputs
  if (only === undefined || inputs.length > 1) {
    const message = { id: 'problem.input.single', inputs: inputs.length } as const
    return fail({ code: 'run/input-mismatch', message, file: input.path })
  }
  return fileValues(input.path, only)
}

function synthetic(inputs: readonly NamedTensor[], seed: number): InputValues {
  return {
    async *parts(input, staging) {
      const { dtype = 'float32', dims = [], choices } = inputs[input] ?? {}
      const stream = new SyntheticValues(seed + input)
      for (const part of partsOf(product(dims), staging)) {
        stream.fill(part)
        yield REAL.has(dtype) ? part : asBits(part, choices)
      }
    },
    async close() {},
  }
}

/** Views of `staging`, one after the other, of `count` elements together. */
function* partsOf(count: number, staging: Float32Array): Generator<Float32Array> {
  for (let done = 0; done < count; done += staging.length) yield staging.subarray(0, count - done)
}

const REAL: ReadonlySet<DataType> = new Set<DataType>(['float32', 'float16', 'bfloat16', 'float64'])

/** 0 and 1 for whole numbers and booleans, which are indices of anything with two elements; of one element only 0 is. */
function asBits(values: Float32Array, choices = 2): Float32Array {
  for (const [index, value] of values.entries()) values[index] = value < 0 || choices < 2 ? 0 : 1
  return values
}

/**
 * Uniform values in [-1, 1), the same for the same seed: Marsaglia's xorshift32 ("Xorshift RNGs",
 * 2003; shifts 13, 17, 5) over a state spread out from the seed, its upper 24 bits as a fraction.
 */
class SyntheticValues {
  private state: number

  constructor(seed: number) {
    this.state = (Math.imul(seed | 0, 0x9e3779b1) ^ 0x6d2b79f5) | 0 || 1
  }

  /** The next values. */
  fill(values: Float32Array): void {
    let { state } = this
    for (let index = 0; index < values.length; index++) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      values[index] = (state >>> 8) / 2 ** 23 - 1
    }
    this.state = state
  }
}

/** The first `count` values of a seed. */
export function syntheticValues(count: number, seed: number): Float32Array {
  const values = new Float32Array(count)
  new SyntheticValues(seed).fill(values)
  return values
}

async function fileValues(path: string, { name, dims }: NamedTensor): Promise<Result<InputValues>> {
  const expected = 4 * product(dims)
  try {
    const opened = await openRegular(path)
    if (opened.size === expected) return ok(valuesOf(opened, path))
    await opened.file.close()
    return fail({
      code: 'run/input-mismatch',
      message: { id: 'problem.input.size', path, bytes: opened.size, input: name, dims, expected },
      file: path,
      hint: { id: 'hint.rawInput' },
    })
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return fail({
      code: missing ? 'file/not-found' : 'file/unreadable',
      message: { id: missing ? 'problem.input.missing' : 'problem.input.unreadable', path },
      file: path,
    })
  }
}

/** Reads the file anew for every inference: the system keeps its pages, so that this process need not. */
function valuesOf({ file, size, modifiedMs }: RegularFile, path: string): InputValues {
  return {
    async *parts(_, staging) {
      let offset = 0
      for (const part of partsOf(size / 4, staging)) {
        const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
        for (let done = 0; done < bytes.length; ) {
          const { bytesRead } = await file.read(bytes, done, bytes.length - done, offset + done)
          if (bytesRead === 0) throw changed(path)
          done += bytesRead
        }
        offset += bytes.length
        yield part
      }
      const now = await file.stat()
      if (now.size !== size || now.mtimeMs !== modifiedMs) throw changed(path)
    },
    close: () => file.close(),
  }
}

function changed(path: string): RunFailure {
  return new RunFailure({ code: 'file/changed', message: { id: 'problem.input.changed', path }, file: path })
}
