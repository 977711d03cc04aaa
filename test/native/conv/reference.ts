// SPDX-License-Identifier: Apache-2.0
import type { ConvolveRequest } from '#core/inference/addon'
import type { NativeConvProblem } from './addon'

/** y = f(x, slope of the channel). */
export interface Activation {
  readonly name: NonNullable<ConvolveRequest['activation']>
  readonly alpha: number
  readonly beta: number
  readonly apply: (x: number, slope: number) => number
}

const clamped = (x: number) => Math.min(Math.max(x, 0), 1)
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

export const ACTIVATIONS: readonly Activation[] = [
  { name: 'none', alpha: 0, beta: 0, apply: (x) => x },
  { name: 'relu', alpha: 0, beta: 0, apply: (x) => Math.max(x, 0) },
  { name: 'relu6', alpha: 0, beta: 0, apply: (x) => Math.min(Math.max(x, 0), 6) },
  { name: 'clip', alpha: -0.5, beta: 0.25, apply: (x) => Math.min(Math.max(x, -0.5), 0.25) },
  { name: 'leakyRelu', alpha: 0.125, beta: 0, apply: (x) => (x < 0 ? 0.125 * x : x) },
  { name: 'prelu', alpha: 0, beta: 0, apply: (x, slope) => (x < 0 ? slope * x : x) },
  { name: 'hardSigmoid', alpha: 0.25, beta: 0, apply: (x) => clamped(0.25 * x) },
  { name: 'hardSwish', alpha: 1.5, beta: 0, apply: (x) => 1.5 * x * clamped(x / 6 + 0.5) },
  { name: 'swish', alpha: 0, beta: 0, apply: (x) => x * sigmoid(x) },
  { name: 'tanh', alpha: 0, beta: 0, apply: Math.tanh },
  { name: 'sigmoid', alpha: 0, beta: 0, apply: sigmoid },
]

export interface Tensors {
  /** [oc, ic / group, kh, kw] */
  readonly weights: Float32Array
  /** [oc] */
  readonly bias: Float32Array | null
  /** [n, ic, h, w] */
  readonly input: Float32Array
}

export interface Reference {
  /** [n, oc, oh, ow], before the activation. */
  readonly values: Float64Array
  /** Sum of the absolute values of everything added up: what rounding errors are relative to. */
  readonly magnitudes: Float64Array
}

/** The definition, in double precision, one output value after the other. */
export function convolveByDefinition(p: NativeConvProblem, { weights, bias, input }: Tensors): Reference {
  const values = new Float64Array(p.batch * p.outChannels * p.outHeight * p.outWidth)
  const magnitudes = new Float64Array(values.length)
  const groupIn = p.inChannels / p.group
  const groupOut = p.outChannels / p.group
  let at = 0
  for (let n = 0; n < p.batch; n++) {
    for (let oc = 0; oc < p.outChannels; oc++) {
      const firstChannel = Math.floor(oc / groupOut) * groupIn
      for (let oy = 0; oy < p.outHeight; oy++) {
        for (let ox = 0; ox < p.outWidth; ox++, at++) {
          let sum = bias?.[oc] ?? 0
          let magnitude = Math.abs(sum)
          for (let c = 0; c < groupIn; c++) {
            const plane = (n * p.inChannels + firstChannel + c) * p.inHeight * p.inWidth
            const kernel = (oc * groupIn + c) * p.kernelHeight * p.kernelWidth
            for (let ky = 0; ky < p.kernelHeight; ky++) {
              const y = oy * p.strideHeight - p.padTop + ky * p.dilationHeight
              if (y < 0 || y >= p.inHeight) continue
              for (let kx = 0; kx < p.kernelWidth; kx++) {
                const x = ox * p.strideWidth - p.padLeft + kx * p.dilationWidth
                if (x < 0 || x >= p.inWidth) continue
                const product =
                  (input[plane + y * p.inWidth + x] ?? Number.NaN) *
                  (weights[kernel + ky * p.kernelWidth + kx] ?? Number.NaN)
                sum += product
                magnitude += Math.abs(product)
              }
            }
          }
          values[at] = sum
          magnitudes[at] = magnitude
        }
      }
    }
  }
  return { values, magnitudes }
}

/** A small generator with a seed (mulberry32): the same numbers on every machine. */
function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

export function randomValues(count: number, seed: number, kind: 'real' | 'integer'): Float32Array {
  const random = generator(seed)
  const next = kind === 'real' ? () => 2 * random() - 1 : () => Math.floor(random() * 9) - 4
  return Float32Array.from({ length: count }, next)
}

/** `real`: evenly in [-1, 1). `integer`: -4..4, whose sums of products are exact in float32. */
export function randomTensors(p: NativeConvProblem, seed: number, kind: 'real' | 'integer', withBias = true): Tensors {
  const random = generator(seed)
  const next = kind === 'real' ? () => 2 * random() - 1 : () => Math.floor(random() * 9) - 4
  const fill = (elements: number) => Float32Array.from({ length: elements }, next)
  return {
    weights: fill((p.outChannels * p.inChannels * p.kernelHeight * p.kernelWidth) / p.group),
    bias: withBias ? fill(p.outChannels) : null,
    input: fill(p.batch * p.inChannels * p.inHeight * p.inWidth),
  }
}
