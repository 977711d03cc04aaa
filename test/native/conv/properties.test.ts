// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { WEIGHT_STORAGES } from '#core/planning/native/weight-storage'
import { SPEAKERS } from '#messages/say'
import { addon, allChoices, multiplierOf, type NativeConvProblem, nameOf } from './addon'
import { convolveByDefinition, randomTensors } from './reference'
import { describeProblem, problemOf } from './shapes'
import { toleranceOf } from './tolerance'

const edge = fc.integer({ min: 1, max: 24 })
const small = fc.integer({ min: 1, max: 3 })
const pad = fc.integer({ min: 0, max: 4 })

/** Groups first, channels as multiples of them; square and undilated half of the time, for Winograd. */
const problems: fc.Arbitrary<NativeConvProblem> = fc
  .record({
    batch: small,
    group: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 20 })),
    groupIn: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })),
    groupOut: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })),
    size: fc.tuple(edge, edge),
    kernel: fc.oneof(fc.integer({ min: 1, max: 7 }), fc.tuple(fc.integer({ min: 1, max: 7 }), small)),
    stride: fc.oneof(fc.constant(1), small, fc.tuple(small, small)),
    dilation: fc.oneof(fc.constant(1), small, fc.tuple(small, small)),
    pad: fc.oneof(fc.constant(0), pad, fc.tuple(pad, pad, pad, pad)),
  })
  .map(({ group, groupIn, groupOut, ...rest }) =>
    problemOf({ ...rest, group, channels: [group * groupIn, group * groupOut] }),
  )
  .filter((p) => p.outHeight >= 1 && p.outWidth >= 1)

const ISAS = addon.executableIsas()

it('every kernel that supports a random problem computes it, in the bytes that it declared', () => {
  const used = new Set<string>()
  fc.assert(
    fc.property(
      problems,
      fc.constantFrom(...ISAS),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(),
      (p, isa, threads, seed) => {
        const weightStorage = WEIGHT_STORAGES[seed % WEIGHT_STORAGES.length] ?? 'float32'
        const real = randomTensors(p, seed, 'real')
        const integer = randomTensors(p, seed, 'integer', seed % 2 === 0)
        const realReference = convolveByDefinition(p, real)
        const integerReference = convolveByDefinition(p, integer)
        for (const choice of allChoices()) {
          const declared = addon.assessConvolution(p, choice, isa, threads, weightStorage)
          if (!declared.supported) {
            for (const say of Object.values(SPEAKERS)) expect(say(declared.reason)).toMatch(/^[^{}]+[.。]$/)
            expect(SPEAKERS.en(declared.reason)).not.toMatch(/undefined|NaN/)
            continue
          }
          used.add(nameOf(choice))
          const exact = multiplierOf(choice).unit === 0
          const reference = exact ? integerReference : realReference
          const tolerance = exact ? () => 0 : toleranceOf(p, choice, reference, weightStorage)
          const tensors = exact ? integer : real
          const target = { isa, threads, weightStorage }
          const result = addon.convolve({ problem: p, choice, ...target, activation: 'relu', ...tensors })
          expect(result.packedWeightBytes).toBe(declared.packedWeightBytes)
          expect(result.workspaceBytes).toBe(declared.workspaceBytes)
          const wrong = reference.values.findIndex(
            (value, i) => !(Math.abs((result.output[i] ?? Number.NaN) - Math.max(value, 0)) <= tolerance(i)),
          )
          expect(wrong, `${nameOf(choice)} on ${isa}: ${describeProblem(p)}`).toBe(-1)
        }
      },
    ),
    { seed: 20150930, numRuns: 250 },
  )
  expect([...used].sort()).toEqual(allChoices().map(nameOf).sort())
})
