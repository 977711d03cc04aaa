// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { outputDifferences } from '#core/inference/output-difference'

const output = (head: readonly number[], min: number, max: number) => ({
  ...{ name: 'y', dims: [head.length], mean: 0 },
  ...{ head, min, max },
})

describe('outputDifferences', () => {
  it('takes the largest difference relative to the largest magnitude of the reference', () => {
    const differences = outputDifferences([output([1, 2.5], -8, 3)], [output([1, 2], -10, 3)])
    expect(differences).toEqual([{ output: 'y', relative: 0.2, values: 4 }])
  })

  it('says of what is no number that it is none', () => {
    expect(outputDifferences([output([Number.NaN], 0, 1)], [output([1], 0, 1)])[0]?.relative).toBeNaN()
    expect(outputDifferences([], [output([1], 0, 1)])[0]?.relative).toBeNaN()
  })
})
