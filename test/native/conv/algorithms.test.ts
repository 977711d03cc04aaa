// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { ALGORITHM_TRAITS, ALGORITHMS } from '#contract/algorithms'
import { addon } from './addon'
import { problemOf } from './shapes'

const kernels = addon.kernels()
const known: ReadonlySet<string> = new Set(ALGORITHMS)
const own: ReadonlySet<string> = new Set(kernels.map(({ algorithm }) => algorithm))

it('the registry has algorithms of the table only, with tile edges where the table says so', () => {
  for (const { algorithm, unit } of kernels) {
    expect(known).toContain(algorithm)
    expect(ALGORITHM_TRAITS[algorithm].hasUnit === true, algorithm).toBe(unit > 0)
  }
  // Of MNN, of ncnn, and of products and transposed convolutions: the engine runs other kernels for them.
  const others = ['strassen-1x1', 'depthwise-3x3', 'im2col', 'direct', 'dilated', 'gemm', 'col2im']
  expect(ALGORITHMS.filter((algorithm) => !own.has(algorithm))).toEqual(others)
})

it('tells by what kernels pack which of them stream weights, and by what groups run which are groupable', () => {
  const dense = problemOf({ channels: [64, 64], size: [16, 16], kernel: 3, pad: 1 })
  const grouped = problemOf({ channels: [64, 64], size: [16, 16], kernel: 3, pad: 1, group: 2 })
  const pointwise = problemOf({ channels: [64, 64], size: [16, 16], kernel: 1, group: 2 })
  const runsInGroups = new Set<string>()
  for (const kernel of kernels) {
    const alone = addon.assessConvolution(dense, { ...kernel, inner: null }, 'avx2', 1)
    const { streams } = ALGORITHM_TRAITS[kernel.algorithm]
    if (alone.supported) expect(alone.packedWeightBytes < 64 * 64 * 9, kernel.algorithm).toBe(streams === true)
    for (const problem of [grouped, pointwise]) {
      const choice = { algorithm: 'grouped', unit: 0, inner: kernel } as const
      if (addon.assessConvolution(problem, choice, 'avx2', 1).supported) runsInGroups.add(kernel.algorithm)
    }
  }
  expect(ALGORITHMS.filter((algorithm) => own.has(algorithm) && ALGORITHM_TRAITS[algorithm].groupable)).toEqual(
    ALGORITHMS.filter((algorithm) => runsInGroups.has(algorithm)),
  )
})
