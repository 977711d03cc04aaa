// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { UnaryFunction } from '#core/model/operations/index'
import { erf } from './erf'
import { runOne, TARGETS } from './run-op'
import { expectClose, generate, random, type Tensor } from './tensor'

interface Case {
  readonly reference: (x: number) => number
  readonly alpha?: number
  readonly beta?: number
  /** Only defined for positive numbers. */
  readonly positive?: boolean
  /** Only defined for numbers of at most this magnitude. */
  readonly within?: number
  readonly tolerance?: number
}

const clamp = (x: number, low: number, high: number) => Math.min(Math.max(x, low), high)
const roundHalfToEven = (x: number) => {
  const floor = Math.floor(x)
  if (x - floor !== 0.5) return Math.round(x)
  return floor % 2 === 0 ? floor : floor + 1
}

const CASES: Readonly<Record<UnaryFunction, Case>> = {
  abs: { reference: Math.abs },
  neg: { reference: (x) => -x },
  floor: { reference: Math.floor },
  ceil: { reference: Math.ceil },
  round: { reference: roundHalfToEven },
  sign: { reference: Math.sign },
  square: { reference: (x) => x * x },
  sqrt: { reference: Math.sqrt, positive: true },
  rsqrt: { reference: (x) => 1 / Math.sqrt(x), positive: true },
  exp: { reference: Math.exp },
  log: { reference: Math.log, positive: true },
  reciprocal: { reference: (x) => 1 / x },
  sin: { reference: Math.sin },
  cos: { reference: Math.cos },
  tan: { reference: Math.tan },
  asin: { reference: Math.asin, within: 1 },
  acos: { reference: Math.acos, within: 1 },
  atan: { reference: Math.atan },
  sinh: { reference: Math.sinh },
  cosh: { reference: Math.cosh },
  asinh: { reference: Math.asinh },
  acosh: { reference: (x) => Math.acosh(x), positive: true },
  atanh: { reference: Math.atanh, within: 1 },
  erf: { reference: erf },
  not: { reference: (x) => (x === 0 ? 1 : 0) },
  truth: { reference: (x) => (x === 0 ? 0 : 1) },
  trunc: { reference: Math.trunc },
  // As an int3 would: -4 to 3.
  wrap: { reference: (x) => ((((Math.trunc(x) + 4) % 8) + 8) % 8) - 4, alpha: -4, beta: 8 },
  isNan: { reference: () => 0 },
  isInf: { reference: () => 0, alpha: 1, beta: 1 },
  log1p: { reference: Math.log1p, positive: true },
  expm1: { reference: Math.expm1 },
  erfc: { reference: (x) => 1 - erf(x) },
  relu: { reference: (x) => Math.max(x, 0) },
  leakyRelu: { reference: (x) => (x < 0 ? 0.1 * x : x), alpha: 0.1 },
  elu: { reference: (x) => (x < 0 ? 1.5 * Math.expm1(x) : x), alpha: 1.5 },
  selu: { reference: (x) => 1.25 * (x < 0 ? 1.5 * Math.expm1(x) : x), alpha: 1.5, beta: 1.25 },
  celu: { reference: (x) => (x < 0 ? 1.5 * Math.expm1(x / 1.5) : x), alpha: 1.5 },
  thresholdedRelu: { reference: (x) => (x > 1.5 ? x : 0), alpha: 1.5 },
  shrink: { reference: (x) => (x < -1.5 ? x + 0.25 : x > 1.5 ? x - 0.25 : 0), alpha: 1.5, beta: 0.25 },
  softsign: { reference: (x) => x / (1 + Math.abs(x)) },
  mish: { reference: (x) => x * Math.tanh(Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))) },
  clip: { reference: (x) => clamp(x, 0.5, 3), alpha: 0.5, beta: 3 },
  sigmoid: { reference: (x) => 1 / (1 + Math.exp(-x)) },
  hardSigmoid: { reference: (x) => clamp(0.2 * x + 0.5, 0, 1), alpha: 0.2, beta: 0.5 },
  hardSwish: { reference: (x) => x * clamp(x / 6 + 0.5, 0, 1) },
  swish: { reference: (x) => x / (1 + Math.exp(-x)) },
  tanh: { reference: Math.tanh },
  softplus: { reference: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) },
  gelu: { reference: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)) },
  geluTanh: { reference: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))) },
}

const TOLERANCE = 5e-7

/** A wide range, halves, and a few zeros; the channels do not fill a block. */
function values(positive: boolean): Tensor {
  const wide = random([2, 21, 5, 7], 3, positive ? 1e-3 : -20, 20)
  const halves = generate(wide.dims, ([, c = 0, h = 0]) => (c - 10) / 2 + h)
  return generate(wide.dims, (at) => {
    const index = at.reduce((sum, each, axis) => sum * (wide.dims[axis] as number) + each, 0)
    if (positive || index % 3 !== 0) return wide.data[index] as number
    return halves.data[index] as number
  })
}

describe('Unary', () => {
  it.each(Object.entries(CASES))(
    '%s, plain and blocked',
    async (name, { reference, alpha = 0, beta = 0, positive, within }) => {
      const x = within === undefined ? values(positive === true) : random([2, 21, 5, 7], 3, -within, within)
      // 1 / 0 differs in sign by the sign of zero; the reciprocal of zero is tested by its own.
      if (name === 'reciprocal') for (const [i, v] of x.data.entries()) if (v === 0) x.data[i] = 1
      const expected = { dims: x.dims, data: x.data.map(reference) }
      const params = { function: name, alpha: Math.fround(alpha), beta: Math.fround(beta) }
      for (const target of TARGETS) {
        for (const layout of ['plain', 'blocked'] as const) {
          const y = await runOne(target, { kind: 'Unary', params, inputs: [x], outputs: [x.dims], layout })
          expectClose(y, expected, TOLERANCE, `${target.isa} ${layout}`)
        }
      }
    },
  )

  it('keeps small results accurate relative to themselves', async () => {
    const x = random([4096], 5, -1, 1)
    for (const [i, v] of x.data.entries()) x.data[i] = Math.fround(v * 10 ** -(i % 7))
    const cases: Partial<Record<UnaryFunction, (x: number) => number>> = { tanh: Math.tanh, erf, elu: expm1OrSame }
    for (const [name, reference] of Object.entries(cases)) {
      for (const target of TARGETS) {
        const params = { function: name, alpha: 1, beta: 0 }
        const y = await runOne(target, { kind: 'Unary', params, inputs: [x], outputs: [x.dims] })
        const worst = Math.max(...x.data.map((v, i) => Math.abs((y[i] as number) / reference(v) - 1)))
        expect(worst, `${name} ${target.isa}`).toBeLessThan(TOLERANCE)
      }
    }
  })

  it('reaches the ends of functions', async () => {
    const x = { dims: [6], data: Float64Array.of(-1000, -100, 89, 1000, Number.POSITIVE_INFINITY, Number.NaN) }
    const ends: Readonly<Record<string, readonly number[]>> = {
      exp: [0, 0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN],
      sigmoid: [0, 0, 1, 1, 1, Number.NaN],
      tanh: [-1, -1, 1, 1, 1, Number.NaN],
      isNan: [0, 0, 0, 0, 0, 1],
      isInf: [0, 0, 0, 0, 1, 0],
    }
    for (const [name, expected] of Object.entries(ends)) {
      for (const target of TARGETS) {
        const params = { function: name, alpha: 0, beta: 1 }
        const y = await runOne(target, { kind: 'Unary', params, inputs: [x], outputs: [[6]] })
        expectClose(y, { dims: [6], data: Float64Array.from(expected) }, 1e-30, `${name} ${target.isa}`)
      }
    }
  })
})

function expm1OrSame(x: number): number {
  return x < 0 ? Math.expm1(x) : x
}
