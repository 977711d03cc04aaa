// SPDX-License-Identifier: Apache-2.0
import { expect } from 'vitest'

/** Row-major, in double precision: what the references compute with. */
export interface Tensor {
  readonly dims: readonly number[]
  readonly data: Float64Array
}

export function elements(dims: readonly number[]): number {
  return dims.reduce((product, length) => product * length, 1)
}

/** A tensor whose every element is computed from its coordinates. */
export function generate(dims: readonly number[], value: (at: readonly number[], index: number) => number): Tensor {
  const data = new Float64Array(elements(dims))
  for (let index = 0; index < data.length; index++) data[index] = value(coordinates(dims, index), index)
  return { dims, data }
}

/** A tensor with a value of each channel (the second dim) added to its elements. */
export function plusBias({ dims, data }: Tensor, bias: Tensor): Tensor {
  const [, channels = 1, ...spatial] = dims
  const plane = elements(spatial)
  return { dims, data: data.map((value, index) => value + (bias.data[Math.floor(index / plane) % channels] as number)) }
}

export function coordinates(dims: readonly number[], index: number): number[] {
  const at = new Array<number>(dims.length).fill(0)
  for (let axis = dims.length - 1, rest = index; axis >= 0; axis--) {
    const length = dims[axis] as number
    at[axis] = rest % length
    rest = Math.floor(rest / length)
  }
  return at
}

// References ask for elements hundreds of millions of times, so nothing is allocated for one.

export function element({ dims, data }: Tensor, at: readonly number[]): number {
  let index = 0
  for (let axis = 0; axis < dims.length; axis++) index = index * (dims[axis] as number) + (at[axis] as number)
  return data[index] as number
}

/** Aligned at the last dim; dims of one element repeat. */
export function broadcastElement({ dims, data }: Tensor, at: readonly number[]): number {
  const shift = at.length - dims.length
  let index = 0
  for (let axis = 0; axis < dims.length; axis++) {
    const length = dims[axis] as number
    index = index * length + (length === 1 ? 0 : (at[axis + shift] as number))
  }
  return data[index] as number
}

/** Seeded values that float32 holds exactly, so that reference and engine start from the same numbers. */
export function random(dims: readonly number[], seed = 1, low = -2, high = 2): Tensor {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bf03635) >>> 0
  return generate(dims, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.fround(low + (state / 2 ** 32) * (high - low))
  })
}

/** |actual - expected| <= tolerance * max(1, |expected|), or both the same where not finite. */
export function expectClose(actual: Float32Array, expected: Tensor, tolerance: number, label = ''): void {
  expect(actual.length, label).toBe(expected.data.length)
  let worst = 0
  let where = -1
  for (const [index, value] of expected.data.entries()) {
    const got = actual[index] as number
    const wanted = Number.isFinite(value) ? value : Math.fround(value)
    if (Object.is(got, wanted) || got === wanted) continue
    const distance = Math.abs(got - wanted) / Math.max(1, Math.abs(wanted))
    const error = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance
    if (error > worst) [worst, where] = [error, index]
  }
  const detail = `${label}: element ${where} is ${actual[where]} instead of ${expected.data[where]}`
  expect(worst, detail).toBeLessThanOrEqual(tolerance)
}

export function expectEqual(actual: Float32Array, expected: Tensor, label = ''): void {
  expectClose(actual, expected, 0, label)
}
