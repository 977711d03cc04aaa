// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { reasonAgainst, runOp, TARGETS } from './run-op'
import type { Tensor } from './tensor'

const tensor = (dims: readonly number[], ...data: number[]): Tensor => ({ dims, data: Float64Array.from(data) })

const PARAMS = {
  ...{ classes: 1, maxDetections: 2, classesPerDetection: 1, detectionsPerClass: 2 },
  ...{ scoreThreshold: 0.25, iouThreshold: 0.5, scales: [10, 10, 5, 5], regular: false },
}
const CODES = tensor([1, 2, 4], 5, 0, 0, 0, 0, 0, 5, 0)
const ANCHORS = tensor([2, 4], 1, 2, 4, 6, 3, 4, 1, 1)
const OUTPUTS = [[1, 2, 4], [1, 2], [1, 2], [1]]

describe('DetectionPostProcess', () => {
  it('decodes boxes from their anchors, the best first', async () => {
    const e = Math.E / 2
    const request = { kind: 'DetectionPostProcess', params: PARAMS, outputs: OUTPUTS }
    for (const target of TARGETS) {
      const scores = tensor([1, 2, 1], 0.5, 0.75)
      const [boxes, classes, found, count] = await runOp(target, { ...request, inputs: [CODES, scores, ANCHORS] })
      const expected = [3 - e, 3.5, 3 + e, 4.5, 1, -1, 5, 5]
      for (const [i, value] of expected.entries()) expect(boxes?.[i]).toBeCloseTo(value, 5)
      expect([classes, found, count].map((each) => [...(each ?? [])])).toEqual([[0, 0], [0.75, 0.5], [2]])
    }
  })

  it('leaves out what has no number for a score', async () => {
    const request = { kind: 'DetectionPostProcess', params: PARAMS, outputs: OUTPUTS }
    for (const target of TARGETS) {
      const scores = tensor([1, 2, 1], Number.NaN, 0.1)
      const [boxes, , , count] = await runOp(target, { ...request, inputs: [CODES, scores, ANCHORS] })
      expect([...(boxes ?? []), ...(count ?? [])]).toEqual(new Array(9).fill(0))
    }
  })

  it.each([
    ['no classes', { classes: 0 }],
    ['more places than its outputs have', { maxDetections: 3 }],
    ['more detections than any model has', { detectionsPerClass: 2 ** 40 }],
    ['a scale of 0', { scales: [10, 10, 0, 5] }],
  ])('refuses %s', (_title, more) => {
    const inputs = [CODES, tensor([1, 2, 1], 0.5, 0.6), ANCHORS]
    const request = { kind: 'DetectionPostProcess', params: { ...PARAMS, ...more }, inputs, outputs: OUTPUTS }
    expect(reasonAgainst(request)).not.toBe('')
  })
})
