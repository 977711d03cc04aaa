// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { type Decision, isLowerBound, type Plan } from '#contract/plan'
import { advise } from '#core/planning/advice/advise'
import { createPlan } from '#core/planning/plan'
import { finish } from '#core/planning/steps'
import { billMessages } from '#messages/bill'
import { english } from '#messages/say'
import { DISTINCT_PROFILES } from '../support/distinct-profiles'
import { ModelSketch } from './engines/mnn/model-sketch'

const MNN = DISTINCT_PROFILES.filter(({ setup }) => setup.engine === 'MNN').map(({ traits }) => traits.id)

/** A convolution, a transposed one, a scaling, softmax, a product of two computed matrices and a fully connected layer. */
function network() {
  const sketch = new ModelSketch('onnx')
  const conv = sketch.conv(sketch.input([1, 8, 12, 12]), { outChannels: 16, kernel: 3, pad: 1 })
  const up = sketch.node(
    {
      kind: 'ConvTranspose',
      kernel: [2, 2],
      strides: [2, 2],
      dilations: [1, 1],
      pads: [0, 0, 0, 0],
      outputPadding: [0, 0],
      group: 1,
      activation: 'none',
    },
    [conv, sketch.constant([16, 4, 2, 2])],
    [1, 4, 24, 24],
  )
  const product = sketch.node({ kind: 'MatMul', transposeA: false, transposeB: false }, [up, up], [1, 4, 24, 24])
  const flat = sketch.node({ kind: 'Alias' }, [product], [1, 2304])
  const connected = sketch.node(
    { kind: 'Gemm', alpha: 1, beta: 1, transposeA: false, transposeB: true },
    [flat, sketch.constant([10, 2304]), sketch.constant([10])],
    [1, 10],
  )
  return sketch.shaped([connected])
}

function plan(profile: string, shaped = network()): Plan {
  const configuration = { profile, settings: {}, threads: 2, isa: 'avx2' } as const
  const made = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
  if (!made.ok) throw new Error(english(made.problem.message))
  return made.value
}

describe.each(MNN)('the rows of %s', (profile) => {
  const made = plan(profile)
  const rows = new Map(made.decisions.map((row) => [row.kind, row]))

  it('has one for every layer, of its kind, with the multiply-adds of the direct computation', () => {
    const macs = (kind: Decision['kind']) => rows.get(kind)?.macs
    expect(macs('convolution')).toBe(12 * 12 * 16 * 8 * 9)
    // Every input element meets 4 output channels and 4 taps.
    expect(macs('transposed-convolution')).toBe(12 * 12 * 16 * 4 * 4)
    expect(macs('matmul')).toBe(4 * 24 * 24 * 24)
    expect(macs('fully-connected')).toBe(2304 * 10)
  })

  it('adds up to the packed weights, with what is beside them, to the byte', () => {
    const inRows = made.decisions.reduce((sum, { packedWeightBytes }) => sum + (packedWeightBytes ?? 0), 0)
    const beside = made.packedBeside.reduce((sum, { bytes }) => sum + bytes, 0)
    expect(inRows + beside).toBe(made.totals.packedWeights)
    for (const { name, bytes } of made.packedBeside) expect([name.id, bytes > 0]).toEqual([name.id, true])
  })

  it('knows a figure or says that it does not', () => {
    const unknown = made.decisions.filter(({ packedWeightBytes }) => packedWeightBytes === null)
    expect(isLowerBound(made)).toBe(unknown.length > 0)
    const told = billMessages(made, String).map(english).join(' ')
    expect(told.includes('at least')).toBe(unknown.length > 0)
    for (const row of unknown) expect(row).toMatchObject({ workspaceBytes: null, algorithm: null, candidates: [] })
  })

  it('tells where the workspace comes from', () => {
    const most = Math.max(...made.decisions.map(({ workspaceBytes }) => workspaceBytes ?? 0))
    expect(most).toBeGreaterThan(0)
    expect(english(made.workspaceNote ?? { id: 'bill.rounding' })).toMatch(/^Workspace: /)
  })
})

describe('advice', () => {
  it('does not rank a profile that knows less', () => {
    const shaped = network()
    const now = plan('mnn-2.8.1', shaped)
    expect(isLowerBound(now)).toBe(false)
    const planning = { modelId: 'm', shaped, fileBytes: 0, configuration: now.configuration, catalog: null }
    const { remedies } = finish(advise({ planning, plan: now, modelFile: 'm.onnx' }))
    for (const { configuration } of remedies) {
      const profile = configuration?.profile ?? now.configuration.profile
      expect(isLowerBound(plan(profile, shaped)), profile).toBe(false)
    }
  })
})
