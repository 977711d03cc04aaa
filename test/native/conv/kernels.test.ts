import { describe, expect, it } from 'vitest'
import { addon, allChoices, multiplierOf, type NativeChoice, type NativeConvProblem, nameOf } from './addon'
import {
  ACTIVATIONS,
  type Activation,
  convolveByDefinition,
  type Reference,
  randomTensors,
  randomValues,
  type Tensors,
} from './reference'
import { describeProblem, PROBLEMS } from './shapes'
import { toleranceOf } from './tolerance'

interface Case {
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

function casesOf(kind: 'real' | 'integer'): Case[] {
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

const REAL = casesOf('real')
const INTEGER = casesOf('integer')

/** Faults of one execution, as sentences: empty where all is well. */
function faultsOf(
  { problem, tensors, reference, activation, residual, slope, exact }: Case,
  choice: NativeChoice,
  isa: (typeof ISAS)[number],
  threads: number,
  tolerance: (i: number) => number,
): string[] {
  const declared = addon.assessConvolution(problem, choice, isa, threads)
  if (!declared.supported) return [`unsupported: ${declared.reason}`]
  const { name, alpha, beta } = activation
  const extra = { ...(residual === null ? {} : { residual }), ...(slope === null ? {} : { slope }) }
  const result = addon.convolve({ problem, choice, isa, threads, activation: name, alpha, beta, ...extra, ...tensors })
  const plane = problem.outHeight * problem.outWidth
  const expected = (value: number, i: number) =>
    activation.apply(value + (residual?.[i] ?? 0), slope?.[Math.floor(i / plane) % problem.outChannels] ?? 0)
  const faults: string[] = []
  if (result.packedWeightBytes !== declared.packedWeightBytes || result.workspaceBytes !== declared.workspaceBytes) {
    faults.push('it allocated other sizes than it declared')
  }
  const sections = declared.workspace.reduce((sum, section) => sum + section.bytes, 0)
  if (sections !== declared.workspaceBytes) faults.push(`sections add up to ${sections} of ${declared.workspaceBytes}`)
  if (result.output.length !== reference.values.length) faults.push(`${result.output.length} output values`)
  const wrong = reference.values.findIndex((value, i) => {
    const right = expected(value, i)
    // The functions have slopes of at most 1.5, and errors of a few units of their own; integers have neither.
    const own = 2 ** -21 * Math.max(1, Math.abs(right), Math.abs(residual?.[i] ?? 0))
    const allowed = exact ? 0 : 1.5 * tolerance(i) + own
    return !(Math.abs((result.output[i] ?? Number.NaN) - right) <= allowed)
  })
  if (wrong >= 0) {
    faults.push(
      `output ${wrong} is ${result.output[wrong]}, not ${expected(reference.values[wrong] ?? 0, wrong)} ± ${tolerance(wrong)}`,
    )
  }
  return faults.map((fault) => `${describeProblem(problem)}: ${fault}`)
}

const ISAS = addon.executableIsas()
const supports = (problem: NativeConvProblem, choice: NativeChoice) =>
  addon.assessConvolution(problem, choice, 'avx2', 1).supported

describe.each(ISAS)('kernels on %s', (isa) => {
  for (const choice of allChoices()) {
    const cases = REAL.filter(({ problem }) => supports(problem, choice))
    for (const threads of [1, 2, 5]) {
      // Every combination that exists at all has rows: a kernel without a row fails here.
      it(`${nameOf(choice)} agrees with the definition on ${threads} threads`, () => {
        expect(cases.length).toBeGreaterThan(0)
        const faults = cases.flatMap((c) =>
          faultsOf(c, choice, isa, threads, toleranceOf(c.problem, choice, c.reference)),
        )
        expect(faults).toEqual([])
      })
    }

    const { algorithm, unit } = multiplierOf(choice)
    const exact = algorithm !== 'winograd' || unit === 2
    if (!exact) continue
    it(`${nameOf(choice)} is exact on small integers`, () => {
      // F(2, 3)'s matrices hold halves only; other units of Winograd divide by 3 and round.
      const faults = INTEGER.filter(
        ({ problem }) => supports(problem, choice) && (algorithm !== 'winograd' || problem.kernelHeight === 3),
      ).flatMap((c) => faultsOf(c, choice, isa, 2, () => 0))
      expect(faults).toEqual([])
    })
  }
})

it('every shape of the table has a kernel', () => {
  const lonely = PROBLEMS.filter((problem) => !allChoices().some((choice) => supports(problem, choice)))
  expect(lonely.map(describeProblem)).toEqual([])
})
