// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { Comparison } from '#contract/comparison'
import type { ModelView } from '#contract/model'
import { comparisonChart } from '#renderer/features/compare/comparison-chart'
import { packedWeightDelta } from '#renderer/features/compare/comparison-rows'

const configuration = { profile: 'convscope', isa: 'avx2', threads: 1, settings: {} } as const

function chart(lowerBound: boolean) {
  const comparison = {
    a: { configuration, totalBytes: 4096, lowerBound: false },
    b: { configuration, totalBytes: 1024, lowerBound },
    deltas: { packedWeights: 0 },
    totalDelta: lowerBound ? null : -3072,
    layers: [],
    summary: [],
  } as unknown as Comparison
  const model = {
    fileName: 'm.onnx',
    sha256: '0'.repeat(64),
    producer: '',
    fileBytes: 1,
    nodes: [],
  } as unknown as ModelView
  const drawn = { markup: '', width: 1, height: 1 }
  return comparisonChart(drawn, model, { letter: 'B', comparison }, { appVersion: '1', profiles: [] }, new Date(0))
}

it('the sum over layers is not known where one of them is not', () => {
  const sumOf = (...deltas: (number | null)[]) =>
    packedWeightDelta({ layers: deltas.map((packed) => ({ packedWeightDelta: packed })) } as unknown as Comparison)
  expect(sumOf(3, -1)).toBe(2)
  expect(sumOf(3, null)).toBeNull()
})

it('a picture of a comparison states no difference where a total is “at least”', () => {
  expect(chart(false).lines[1]).toContain('−3.0 KiB')
  expect(chart(false).metadata).toMatchObject({ totalDelta: -3072 })
  expect(chart(true).lines[1]).toContain('≥ 1.0 KiB')
  expect(chart(true).lines[1]).not.toContain('3.0 KiB')
  expect(chart(true).lines[1]).not.toContain('±0')
  expect(chart(true).metadata).toMatchObject({ totalDelta: null, b: { lowerBound: true } })
})
