// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import { type CodedWeights, expandWeights, scaleBytes } from './coded-weights'
import { CodingError } from './coding-error'
import { decodeElements } from './decode-elements'
import { product, stridesOf } from './dims'
import { decodeWeights, type EncodedWeights, encodedExtent } from './encoded-weights'
import { applyStep, arrayFor, type Values } from './folding/apply-step'
import type { Constant, FoldedConstant } from './graph'
import { openAsFound } from './regular-file'

/** Weights whose values are not simply there. */
export type ComputedWeights = CodedWeights | EncodedWeights | FoldedConstant

/**
 * The float32 values of weights that are quantised or computed from other constants, read and computed now. Throws
 * CodingError where the bytes are not what they should be, and the file system's errors.
 */
export async function weightValues(weights: ComputedWeights, count: number): Promise<Float32Array> {
  if (weights.kind === 'folded') {
    const { values } = await new Evaluation().folded(weights)
    return values instanceof Float32Array ? values : Float32Array.from(values)
  }
  if (weights.kind === 'encoded') {
    const { offset, byteLength } = encodedExtent(weights)
    return decodeWeights(weights, count, await readPart(weights.path, offset, byteLength), offset)
  }
  const { path, offset, byteLength, scales } = weights
  const bytes = await readPart(path, offset, byteLength)
  return expandWeights(weights, count, bytes, await readPart(scales.path, scales.offset, scaleBytes(weights)))
}

/** All values of a constant in the order of its dims, whatever they are made of; sparse ones are not read here. Throws as weightValues does. */
export async function constantValues(constant: Constant, dtype: DataType): Promise<Float32Array | Float64Array> {
  return new Evaluation().values(constant, dtype)
}

/** The path of a file that weights are read from; undefined where they need none. */
export function pathOf(weights: ComputedWeights): string | undefined {
  if (weights.kind !== 'folded') return weights.path
  for (const { constant } of weights.inputs) {
    const { data } = constant
    if (data.kind === 'folded') {
      const path = pathOf(data)
      if (path !== undefined) return path
    } else if ('path' in data) {
      return data.path
    }
  }
  return undefined
}

/** Steps share their inputs: each is computed once. */
class Evaluation {
  readonly #done = new Map<FoldedConstant, Promise<Values>>()

  async values(constant: Constant, dtype: DataType): Promise<Values['values']> {
    return (await this.#values(constant, dtype)).values
  }

  folded(constant: FoldedConstant): Promise<Values> {
    const known = this.#done.get(constant)
    if (known !== undefined) return known
    const made = this.#compute(constant)
    this.#done.set(constant, made)
    return made
  }

  async #compute({ step, inputs, dims, dtype }: FoldedConstant): Promise<Values> {
    const operands: Values[] = []
    for (const input of inputs) operands.push(await this.#values(input.constant, input.dtype))
    return applyStep(step, operands, dims, dtype)
  }

  async #values({ dims, data, stored }: Constant, dtype: DataType): Promise<Values> {
    const count = product(dims)
    if (data.kind === 'folded') return { ...(await this.folded(data)), dims }
    const values = arrayFor(dtype, count)
    switch (data.kind) {
      case 'values':
        values.set(data.values)
        break
      case 'fill':
        values.fill(data.value)
        break
      case 'file':
        values.set(decodeElements(await readPart(data.path, data.offset, data.byteLength), dtype, 0, count))
        break
      case 'coded':
      case 'encoded':
        values.set(await weightValues(data, count))
        break
      default:
        throw new CodingError({ id: 'coding.beyondFile' })
    }
    if (stored === undefined) return { dims, values }
    const strides = stridesOf(stored.dims)
    const moved = stored.permutation.map((axis) => stored.dims[axis] ?? 1)
    const step = { kind: 'view', strides: stored.permutation.map((axis) => strides[axis] ?? 0), offset: 0 } as const
    return { ...applyStep(step, [{ dims: stored.dims, values }], moved, dtype), dims }
  }
}

async function readPart(path: string, offset: number, length: number): Promise<Uint8Array> {
  const file = await openAsFound(path)
  try {
    const bytes = new Uint8Array(length)
    const { bytesRead } = await file.read(bytes, 0, length, offset)
    if (bytesRead < length) throw new CodingError({ id: 'coding.beyondFile' })
    return bytes
  } finally {
    await file.close()
  }
}
