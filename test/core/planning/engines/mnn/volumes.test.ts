// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { isLowerBound, type Plan } from '#contract/plan'
import type { ResolvedOperation } from '#core/model/shapes'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { ModelSketch } from './model-sketch'

/** 8 → 12 channels, 3×3×3, over 1×8×6×10×10 padded by one. */
function plan(
  profile: string,
  { group = 1, activated = false, constantWeight = true, format = 'onnx' as 'mnn' | 'onnx' } = {},
): Plan {
  const sketch = new ModelSketch(format)
  const operation: ResolvedOperation = {
    kind: 'Conv',
    ...{ kernel: [3, 3, 3], strides: [1, 1, 1], dilations: [1, 1, 1], pads: [1, 1, 1, 1, 1, 1] },
    ...{ group, activation: 'none', depthwise: false },
  }
  const dims = [12, 8 / group, 3, 3, 3]
  const weight = constantWeight ? sketch.constant(dims) : sketch.input(dims)
  const image = sketch.input([1, 8, 6, 10, 10])
  const convolved = sketch.node(operation, [image, weight, sketch.constant([12])], [1, 12, 6, 10, 10])
  const relu = { kind: 'Unary', function: 'relu', alpha: 0, beta: 0 } as const
  const result = activated ? sketch.node(relu, [convolved], [1, 12, 6, 10, 10]) : convolved
  const configuration = { profile, settings: {}, threads: 2, isa: 'sse' } as const
  const shaped = sketch.shaped([result])
  const made = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
  if (!made.ok) throw new Error(english(made.problem.message))
  return made.value
}

const POSITIONS = 6 * 10 * 10
const GATHERED = 4 * 8 * 27 * POSITIONS
const RESULT = 4 * 12 * POSITIONS
/** The matrix of the weights is a copy. */
const WEIGHTS = 4 * 12 * 8 * 27

describe('a convolution over three axes in MNN', () => {
  it('is a matrix product with what is gathered of its input, from 1.1.0 on', () => {
    for (const profile of ['mnn-1.1.0', 'mnn-2.8.1', 'mnn-3.0.3']) {
      const made = plan(profile)
      const { decisions, totals } = made
      expect(isLowerBound(made)).toBe(false)
      // Weights and bias stay as they are.
      expect(decisions).toMatchObject([{ algorithm: 'im2col', packedWeightBytes: 4 * 12 * 8 * 27 + 4 * 12 }])
      expect(english(decisions[0]?.reason ?? { id: 'reason.noChoice' })).toContain('506.3 KiB')
      // The product's operand and result, where the pool does not give them the input's place.
      expect(totals.activations).toBeGreaterThanOrEqual(GATHERED + RESULT)
      expect(totals.activations).toBeLessThanOrEqual(4 * 8 * POSITIONS + GATHERED + RESULT + WEIGHTS)
      expect(totals.packedWeights).toBe(4 * 12 * 8 * 27 + 4 * 12)
    }
  })

  it('packs both operands to 2.9.0, and tiles of rows from 2.9.1 on', () => {
    const workspace = (profile: string) => plan(profile).decisions[0]?.workspaceBytes ?? 0
    expect(workspace('mnn-2.8.1')).toBeGreaterThan(GATHERED)
    expect(workspace('mnn-3.0.3')).toBeLessThan(GATHERED)
  })

  it('has its activation as an op of its own, which needs another result', () => {
    const more = plan('mnn-2.8.1', { activated: true }).steps[0]?.activationBytes ?? 0
    expect(more).toBeGreaterThanOrEqual(2 * RESULT)
    expect(plan('mnn-2.8.1', { activated: true }).decisions).toHaveLength(1)
  })

  it.each([
    ['mnn-1.0.1', {}],
    ['mnn-1.2.2', { group: 4 }],
    ['mnn-3.6.1', { group: 4, format: 'mnn' }],
    ['mnn-2.8.1', { constantWeight: false }],
  ] as const)('is unknown under %s with %o', (profile, what) => {
    const made = plan(profile, what)
    expect(isLowerBound(made)).toBe(true)
    expect(made.decisions).toMatchObject([{ packedWeightBytes: null, reason: { id: 'unmodelled.volume' } }])
  })

  it('is a convolution over two axes for each tap along the first from 3.0.4 on, as its converter writes', () => {
    for (const profile of ['mnn-3.0.4', 'mnn-3.6.1']) {
      const made = plan(profile)
      expect(isLowerBound(made)).toBe(false)
      expect(made.decisions).toMatchObject([{ inner: null, macs: 12 * 8 * 27 * POSITIONS, reason: { parts: 3 } }])
      expect(made.decisions[0]?.algorithm).not.toBe('grouped')
      expect(made.decisions[0]?.candidates.length).toBeGreaterThan(1)
      expect(made.notes.map(({ id }) => id)).toContain('note.converterPlanes')
      // What the taps read is gathered before, and their results are all there when they are summed.
      expect(made.totals.activations).toBeGreaterThanOrEqual(3 * RESULT)
      expect(made.totals.packedWeights).toBeGreaterThanOrEqual(4 * 12 * 8 * 27)
    }
    expect(english(plan('mnn-3.6.1').decisions[0]?.reason ?? { id: 'reason.noChoice' })).toContain('3 convolutions')
  })

  it('of several groups is one for each of them from 1.2.3 on', () => {
    const made = plan('mnn-2.8.1', { group: 4 })
    expect(isLowerBound(made)).toBe(false)
    const [row] = made.decisions
    expect(made.decisions).toHaveLength(1)
    expect(row).toMatchObject({
      algorithm: 'grouped',
      inner: { algorithm: 'im2col', groups: 4 },
      macs: 12 * 2 * 27 * POSITIONS,
      packedWeightBytes: 4 * (12 * 2 * 27 + 12),
    })
    expect(made.totals.packedWeights).toBe(4 * (12 * 2 * 27 + 12))
  })

  it('of several groups is one over two axes for each tap and group from 3.0.4 on', () => {
    const made = plan('mnn-3.0.4', { group: 4 })
    expect(isLowerBound(made)).toBe(false)
    expect(made.decisions).toMatchObject([{ inner: null, macs: 12 * 2 * 27 * POSITIONS, reason: { parts: 12 } }])
    // Two groups of six channels out are not few.
    const wide = plan('mnn-3.6.1', { group: 2 })
    expect(isLowerBound(wide)).toBe(false)
    expect(wide.decisions).toMatchObject([{ macs: 12 * 4 * 27 * POSITIONS, reason: { parts: 6 } }])
  })

  it('stays what it is in a file that MNN’s converter wrote', () => {
    expect(plan('mnn-3.6.1', { format: 'mnn' }).decisions).toMatchObject([{ algorithm: 'im2col', inner: null }])
  })
})

/** 8 → 12 channels, 2×2×2 with strides of two, over 1×8×3×5×5. */
function planTransposed(profile: string, format: 'mnn' | 'onnx' = 'onnx', group = 1): Plan {
  const sketch = new ModelSketch(format)
  const operation: ResolvedOperation = {
    kind: 'ConvTranspose',
    ...{ kernel: [2, 2, 2], strides: [2, 2, 2], dilations: [1, 1, 1], pads: [0, 0, 0, 0, 0, 0] },
    ...{ group, activation: 'none', outputPadding: [0, 0, 0] },
  }
  const inputs = [sketch.input([1, 8, 3, 5, 5]), sketch.constant([8, 12 / group, 2, 2, 2]), sketch.constant([12])]
  const result = sketch.node(operation, inputs, [1, 12, 6, 10, 10])
  const configuration = { profile, settings: {}, threads: 2, isa: 'sse' } as const
  const shaped = sketch.shaped([result])
  const made = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
  if (!made.ok) throw new Error(english(made.problem.message))
  return made.value
}

describe('a transposed convolution over three axes in MNN', () => {
  it.each([
    ['mnn-2.1.2', 'onnx'],
    ['mnn-3.0.4', 'onnx'],
    ['mnn-3.6.1', 'mnn'],
  ] as const)(
    '%s: is summed over a tensor as large as the output for every channel and tap (.%s)',
    (profile, format) => {
      const made = planTransposed(profile, format)
      expect(isLowerBound(made)).toBe(false)
      const spread = 4 * 12 * 8 * 12 * POSITIONS
      expect(made.decisions).toMatchObject([
        { kind: 'transposed-convolution', algorithm: 'gemm', packedWeightBytes: 4 * 12 * 8 * 8 + 4 * 12 },
      ])
      expect(made.decisions[0]?.reason).toEqual({ id: 'reason.transposedVolume', bytes: spread })
      expect(made.totals.activations).toBeGreaterThan(spread + RESULT)
      expect(made.totals.activations).toBeLessThan(spread + 4 * RESULT)
    },
  )

  it.each([1, 4])('is one over two axes for each tap along the first from 3.0.5 on, with %i groups', (group) => {
    for (const profile of ['mnn-3.0.5', 'mnn-3.6.1']) {
      const made = planTransposed(profile, 'onnx', group)
      expect(isLowerBound(made)).toBe(false)
      const macs = (8 * 12 * 8 * 3 * 5 * 5) / group
      expect(made.decisions).toMatchObject([
        { kind: 'transposed-convolution', macs, reason: { id: 'mnn.becomesPlanes', parts: 2 * group } },
      ])
      // What both taps give is stacked, put in order and laid over each other: twice the taps, and the output.
      const ofTap = (4 * 12 * POSITIONS) / 2
      expect(made.totals.activations).toBeGreaterThanOrEqual(2 * ofTap + RESULT)
      expect(made.totals.activations).toBeLessThan(6 * RESULT)
      expect(made.totals.packedWeights).toBeGreaterThanOrEqual((4 * 8 * 12 * 8) / group)
    }
  })

  it.each([
    ['mnn-2.1.1', 'onnx', 1],
    ['mnn-3.0.4', 'onnx', 4],
    ['mnn-3.6.1', 'mnn', 4],
  ] as const)('is unknown under %s in .%s with %i groups', (profile, format, group) => {
    const made = planTransposed(profile, format, group)
    expect(isLowerBound(made)).toBe(true)
    expect(made.decisions).toMatchObject([{ packedWeightBytes: null, reason: { id: 'unmodelled.transposedVolume' } }])
  })
})
