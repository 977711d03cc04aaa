// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { peakHints } from '#contract/peak-hints'
import type { PlanStep } from '#contract/plan'
import type { ShapedModel } from '#core/model/shapes'
import { planPeak } from '#core/planning/peak'
import { planOf, sample } from './advice/samples'

/** x → a (0) → b (1) → c (2), c + a → d (3): by hand, a lives from node 0 to node 3. */
const NAMES = ['x', 'a', 'b', 'c', 'd']
const shaped = {
  model: {
    producer: '',
    tensors: NAMES.map((name, id) => ({ id, name, dtype: 'float32' })),
    nodes: [[0], [1], [2], [3, 1]].map((inputs, id) => ({ id, name: `n${id}`, inputs, outputs: [id + 1] })),
    inputs: [{ tensor: 0, declaredDims: [1, 1, 2, 2] }],
    outputs: [4],
    warnings: [],
  },
  dims: [10, 20, 30, 40, 50].map((height) => [1, 1, height, 1]),
  constants: new Map(),
  operations: [],
  folded: [],
} as unknown as ShapedModel

const steps = (...bytes: readonly (number | null)[]): PlanStep[] =>
  bytes.flatMap((activationBytes, node) =>
    activationBytes === null ? [] : [{ node, activationBytes, workspaceBytes: 0 }],
  )

describe('peak of a plan', () => {
  it('is at the step with most memory, with all that was made before and is read from there on', () => {
    const peak = planPeak(shaped, steps(1, 2, 9, 3))
    expect(peak?.node).toBe(2)
    expect(peak?.alive.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['c', 160],
      ['b', 120],
      ['a', 80],
    ])
    expect(peak?.alive[2]).toMatchObject({ producer: 0, lastUse: 3 })
  })

  it('counts the workspace, and takes the first of equal steps', () => {
    expect(planPeak(shaped, [...steps(5, 5), { node: 2, activationBytes: 1, workspaceBytes: 4 }])?.node).toBe(0)
    expect(planPeak(shaped, [...steps(5), { node: 2, activationBytes: 1, workspaceBytes: 5 }])?.node).toBe(2)
  })

  it('has inputs of the model until they are read, and outputs of it until the end', () => {
    const name = (peak: ReturnType<typeof planPeak>) => peak?.alive.map((each) => each.name).sort()
    expect(name(planPeak(shaped, steps(9, 1, 1, 1)))).toEqual(['a', 'x'])
    const last = planPeak(shaped, steps(1, 1, 1, 9))
    expect(name(last)).toEqual(['a', 'c', 'd'])
    expect(last?.alive.find((each) => each.name === 'd')?.lastUse).toBeNull()
  })

  it('takes the result of a node that has no step for what it was made of', () => {
    const peak = planPeak(shaped, steps(1, null, 9, 3))
    expect(peak?.alive.map((each) => each.name)).toEqual(['c', 'a'])
  })

  it('is nothing where nothing runs', () => {
    expect(planPeak(shaped, [])).toBeNull()
  })

  it.each(['mnn-1.0.1', 'mnn-2.8.1', 'mnn-3.6.1'])(
    'names tensors that fit into the activations of %s',
    async (profile) => {
      const model = await sample('squeezenet')
      const plan = planOf(model, { profile, threads: 4, isa: 'avx2', settings: {} })
      const peak = plan.peak
      if (peak == null) throw new Error('no peak')
      const most = Math.max(
        ...plan.steps.map(({ activationBytes, workspaceBytes }) => activationBytes + workspaceBytes),
      )
      expect(peak.activationBytes + peak.workspaceBytes).toBe(most)
      const together = peak.alive.reduce((sum, { bytes }) => sum + bytes, 0)
      expect(together).toBeGreaterThan(0)
      expect(together).toBeLessThanOrEqual(peak.activationBytes)
    },
  )
})

describe('hints', () => {
  const tensor = (producer: number | null, lastUse: number | null, dims: readonly number[]) => ({
    name: 't',
    dims,
    bytes: dims.reduce((product, dim) => product * dim, 4),
    producer,
    lastUse,
  })
  const at = (op: string, dims: readonly number[], lastUse: number | null) =>
    peakHints(
      { node: 1, activationBytes: 0, workspaceBytes: 0, alive: [tensor(1, 2, dims), tensor(0, lastUse, dims)] },
      [
        { op: 'Conv', name: 'c' },
        { op, name: 'n' },
      ],
    ).map(({ id }) => id)

  it('are to compute in place only where the input is not read again, element by element', () => {
    expect(at('Relu', [1, 8], 1)).toEqual(['hint.inPlace'])
    expect(at('Relu', [1, 8], 5)).toEqual([])
    expect(at('Conv', [1, 8], 1)).toEqual([])
  })

  it('are a smaller input only where images are alive', () => {
    expect(at('Conv', [1, 8, 4, 4], 1)).toEqual(['hint.smallerInput'])
    expect(at('Softmax', [1, 8], 1)).toEqual([])
  })
})
