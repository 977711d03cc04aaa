import { describe, expect, it } from 'vitest'
import { addon, allChoices, multiplierOf, type NativeChoice, type NativeConvProblem, nameOf } from './addon'
import {
  type Activation,
  activate,
  convolveByDefinition,
  type Reference,
  randomTensors,
  type Tensors,
} from './reference'
import { describeProblem, PROBLEMS } from './shapes'
import { toleranceOf } from './tolerance'

const ACTIVATIONS: readonly Activation[] = ['none', 'relu', 'relu6']

interface Case {
  readonly problem: NativeConvProblem
  readonly tensors: Tensors
  readonly reference: Reference
  readonly activation: Activation
}

function casesOf(kind: 'real' | 'integer'): Case[] {
  return PROBLEMS.map((problem, i) => {
    const tensors = randomTensors(problem, i + 1, kind, i % 4 !== 3)
    const activation = ACTIVATIONS[i % ACTIVATIONS.length] ?? 'none'
    return { problem, tensors, reference: convolveByDefinition(problem, tensors), activation }
  })
}

const REAL = casesOf('real')
const INTEGER = casesOf('integer')

/** Faults of one execution, as sentences: empty where all is well. */
function faultsOf(
  { problem, tensors, reference, activation }: Case,
  choice: NativeChoice,
  isa: (typeof ISAS)[number],
  threads: number,
  tolerance: (i: number) => number,
): string[] {
  const declared = addon.assessConvolution(problem, choice, isa, threads)
  if (!declared.supported) return [`unsupported: ${declared.reason}`]
  const result = addon.convolve({ problem, choice, isa, threads, activation, ...tensors })
  const faults: string[] = []
  if (result.packedWeightBytes !== declared.packedWeightBytes || result.workspaceBytes !== declared.workspaceBytes) {
    faults.push('it allocated other sizes than it declared')
  }
  const sections = declared.workspace.reduce((sum, section) => sum + section.bytes, 0)
  if (sections !== declared.workspaceBytes) faults.push(`sections add up to ${sections} of ${declared.workspaceBytes}`)
  if (result.output.length !== reference.values.length) faults.push(`${result.output.length} output values`)
  const wrong = reference.values.findIndex((value, i) => {
    const error = Math.abs((result.output[i] ?? Number.NaN) - activate(value, activation))
    return !(error <= tolerance(i))
  })
  if (wrong >= 0) {
    faults.push(
      `output ${wrong} is ${result.output[wrong]}, not ${activate(reference.values[wrong] ?? 0, activation)} ± ${tolerance(wrong)}`,
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
