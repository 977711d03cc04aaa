// SPDX-License-Identifier: Apache-2.0
import type { NativeConvProblem } from './addon'
import {
  ACTIVATIONS,
  type Activation,
  convolveByDefinition,
  type Reference,
  randomTensors,
  randomValues,
  type Tensors,
} from './reference'
import { PROBLEMS } from './shapes'

/** The shapes of the table with data, what to do after the convolution, and what must come out. */
export interface Case {
  readonly problem: NativeConvProblem
  readonly tensors: Tensors
  readonly reference: Reference
  readonly activation: Activation
  /** As the output, or null: nothing is added. */
  readonly residual: Float32Array | null
  readonly slope: Float32Array | null
  /** Integers: nothing is rounded. */
  readonly exact: boolean
}

export function casesOf(kind: 'real' | 'integer'): Case[] {
  return PROBLEMS.map((problem, i) => {
    const tensors = randomTensors(problem, i + 1, kind, i % 4 !== 3)
    const reference = convolveByDefinition(problem, tensors)
    const exact = ACTIVATIONS.slice(0, 6)
    const pool = kind === 'integer' ? exact : ACTIVATIONS
    const activation = epilogueFor(problem, pool[i % pool.length] as Activation)
    const residual = i % 2 === 1 ? randomValues(reference.values.length, i + 1000, kind) : null
    const slope = activation.name === 'prelu' ? randomValues(problem.outChannels, i + 2000, kind) : null
    return { problem, tensors, reference, activation, residual, slope, exact: kind === 'integer' }
  })
}

/** Channels of 1 to 16 lanes: a function that is not 0 at 0 needs whole blocks, slopes need whole blocks a group. */
function epilogueFor({ outChannels, group }: NativeConvProblem, wanted: Activation): Activation {
  const [none] = ACTIVATIONS as [Activation]
  if (wanted.name === 'sigmoid' && outChannels % 16 !== 0) return none
  return wanted.name === 'prelu' && group > 1 && (outChannels / group) % 16 !== 0 ? none : wanted
}

/** Output `i` of a case, in double precision. */
function expectedOutput({ problem, reference, activation, residual, slope }: Case, i: number): number {
  const plane = problem.outHeight * problem.outWidth
  const sum = (reference.values[i] ?? Number.NaN) + (residual?.[i] ?? 0)
  return activation.apply(sum, slope?.[Math.floor(i / plane) % problem.outChannels] ?? 0)
}

/** The first wrong output, as a sentence; undefined where all are right. `tolerance`: that of the convolution alone. */
export function wrongOutput(each: Case, output: Float32Array, tolerance: (i: number) => number): string | undefined {
  const { reference, residual, exact } = each
  if (output.length !== reference.values.length) return `${output.length} output values`
  const wrong = reference.values.findIndex((_, i) => {
    const right = expectedOutput(each, i)
    // The functions have slopes of at most 1.5, and errors of a few units of their own; integers have neither.
    const own = 2 ** -21 * Math.max(1, Math.abs(right), Math.abs(residual?.[i] ?? 0))
    const allowed = exact ? 0 : 1.5 * tolerance(i) + own
    return !(Math.abs((output[i] ?? Number.NaN) - right) <= allowed)
  })
  return wrong < 0
    ? undefined
    : `output ${wrong} is ${output[wrong]}, not ${expectedOutput(each, wrong)} ± ${tolerance(wrong)}`
}
