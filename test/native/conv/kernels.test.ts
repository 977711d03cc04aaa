// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { WEIGHT_STORAGES, type WeightStorage } from '#core/planning/native/weight-storage'
import { english } from '#messages/say'
import { addon, allChoices, multiplierOf, type NativeChoice, type NativeConvProblem, nameOf } from './addon'
import { type Case, casesOf, wrongOutput } from './cases'
import { describeProblem, PROBLEMS } from './shapes'
import { toleranceOf } from './tolerance'

const REAL = casesOf('real')
const INTEGER = casesOf('integer')

/** Faults of one execution, as sentences: empty where all is well. */
function faultsOf(
  each: Case,
  choice: NativeChoice,
  isa: (typeof ISAS)[number],
  threads: number,
  tolerance: (i: number) => number,
  weightStorage: WeightStorage = 'float32',
): string[] {
  const { problem, tensors, activation, residual, slope } = each
  const declared = addon.assessConvolution(problem, choice, isa, threads, weightStorage)
  if (!declared.supported) return [`unsupported: ${english(declared.reason)}`]
  const { name, alpha, beta } = activation
  const extra = { ...(residual === null ? {} : { residual }), ...(slope === null ? {} : { slope }) }
  const target = { isa, threads, weightStorage }
  const result = addon.convolve({ problem, choice, ...target, activation: name, alpha, beta, ...extra, ...tensors })
  const faults: string[] = []
  if (result.packedWeightBytes !== declared.packedWeightBytes || result.workspaceBytes !== declared.workspaceBytes) {
    faults.push('it allocated other sizes than it declared')
  }
  const unnamed = declared.workspace.filter(({ name }) => english({ id: name }) === '')
  if (unnamed.length > 0) faults.push(`sections without a name: ${unnamed.map(({ name }) => name).join()}`)
  const sections = declared.workspace.reduce((sum, section) => sum + section.bytes, 0)
  if (sections !== declared.workspaceBytes) faults.push(`sections add up to ${sections} of ${declared.workspaceBytes}`)
  const wrong = wrongOutput(each, result.output, tolerance)
  if (wrong !== undefined) faults.push(wrong)
  return faults.map((fault) => `${describeProblem(problem)}: ${fault}`)
}

const ISAS = addon.executableIsas()
const NARROW = WEIGHT_STORAGES.filter((storage) => storage !== 'float32')
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

    it.each(NARROW)(`${nameOf(choice)} agrees with the definition with weights in %s`, (storage) => {
      const faults = cases.flatMap((c) =>
        faultsOf(c, choice, isa, 2, toleranceOf(c.problem, choice, c.reference, storage), storage),
      )
      expect(faults).toEqual([])
    })

    const { unit } = multiplierOf(choice)
    const exact = unit === 0 || unit === 2
    if (!exact) continue
    it(`${nameOf(choice)} is exact on small integers`, () => {
      // F(2, 3)'s matrices hold halves only; other units of Winograd divide by 3 and round.
      const exactly = INTEGER.filter(
        ({ problem }) => supports(problem, choice) && (unit === 0 || problem.kernelHeight === 3),
      )
      for (const storage of WEIGHT_STORAGES) {
        expect(exactly.flatMap((c) => faultsOf(c, choice, isa, 2, () => 0, storage))).toEqual([])
      }
    })
  }
})

it('every shape of the table has a kernel', () => {
  const lonely = PROBLEMS.filter((problem) => !allChoices().some((choice) => supports(problem, choice)))
  expect(lonely.map(describeProblem)).toEqual([])
})
