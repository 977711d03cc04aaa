// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { type Configuration, fittingSettings, type Override, type ProfileId } from '#contract/configuration'
import type { Result } from '#contract/errors'
import type { Candidate, Decision, Plan } from '#contract/plan'
import type { ShapedModel } from '#core/model/shapes'
import { createPlan } from '#core/planning/plan'
import { english, spoken } from '#messages/say'
import { DISTINCT_PROFILES } from '../../../support/distinct-profiles'
import { strictCatalog } from '../../engines/convscope/lowering/strict-catalog'
import { iresnet100 } from '../../engines/mnn/iresnet100'
import { ModelSketch } from '../../engines/mnn/model-sketch'

/** One of each kind: 3×3, strided 3×3, 1×1, depthwise, of two groups. Their nodes are named "node 0" to "node 4". */
function mixed(): ShapedModel {
  const sketch = new ModelSketch('mnn')
  let x = sketch.conv(sketch.input([1, 16, 28, 28]), { outChannels: 32, kernel: 3, pad: 1 })
  x = sketch.conv(x, { outChannels: 32, kernel: 3, pad: 1, stride: 2 })
  x = sketch.conv(x, { outChannels: 64, kernel: 1 })
  x = sketch.conv(x, { outChannels: 64, kernel: 3, pad: 1, group: 64, depthwise: true })
  x = sketch.conv(x, { outChannels: 64, kernel: 3, pad: 1, group: 2 })
  return sketch.shaped([x])
}

const [CONV, STRIDED, POINTWISE, DEPTHWISE, GROUPED] = ['node 0', 'node 1', 'node 2', 'node 3', 'node 4'] as const

function plan(shaped: ShapedModel, configuration: Partial<Configuration>): Result<Plan> {
  const full: Configuration = { profile: 'mnn-2.8.1', settings: {}, threads: 2, isa: 'avx2', ...configuration }
  return createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration: full, catalog: strictCatalog })
}

function made(shaped: ShapedModel, configuration: Partial<Configuration>): Plan {
  const result = plan(shaped, configuration)
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

function refusal(overrides: readonly Override[], profile: ProfileId = 'mnn-2.8.1'): string {
  const result = plan(mixed(), { profile, overrides })
  if (result.ok) throw new Error('the override was not refused')
  return english(result.problem.message)
}

/** What a candidate is called in an override: within groups it is what each of them runs. */
function asked(layers: string, { algorithm, unit }: Candidate): Override {
  return { layers, algorithm, ...(unit === null ? {} : { unit }) }
}

describe.each(DISTINCT_PROFILES.map(({ traits }) => traits))(
  'overrides under $id',
  ({ id: profile, settings: declared }) => {
    const settingsFor = (memory: string) => fittingSettings(declared, { isa: 'avx2', settings: { memory } })
    const settings = settingsFor('high')
    const offered = made(mixed(), { profile }).decisions[0]?.candidates ?? []
    const plain =
      (['tiled', 'im2col', 'direct'] as const).find((each) => offered.some(({ algorithm }) => algorithm === each)) ??
      'tiled'
    // The smallest that the engine has.
    const unit = Math.min(...offered.flatMap((candidate) => candidate.unit ?? []))

    it('force every candidate that has sizes, with these very sizes, and refuse the others', () => {
      // An engine without this setting is asked once.
      const each = new Map(['low', 'normal', 'high'].map(settingsFor).map((under) => [JSON.stringify(under), under]))
      for (const under of each.values()) {
        for (const own of made(mixed(), { profile, settings: under }).decisions) {
          // Groups are asked for by what each of them runs; our engine has that for a depthwise layer too.
          if (own.algorithm === 'grouped' || (profile === 'convscope' && own.node === 3)) continue
          for (const candidate of own.candidates) {
            const overrides = [asked(`node ${own.node}`, candidate)]
            const result = plan(mixed(), { profile, settings: under, overrides })
            if (candidate.packedWeightBytes === null) {
              expect(result, JSON.stringify(overrides)).toMatchObject({
                ok: false,
                problem: { node: `node ${own.node}` },
              })
              continue
            }
            const { algorithm, unit, packedWeightBytes, workspaceBytes } = candidate
            const decision = result.ok ? result.value.decisions.find(({ node }) => node === own.node) : undefined
            expect(decision, JSON.stringify(overrides)).toMatchObject({
              algorithm,
              unit,
              packedWeightBytes,
              workspaceBytes,
            })
            expect(decision?.overridden).toMatchObject({
              by: `node ${own.node}`,
              instead: { algorithm: own.algorithm, unit: own.unit },
            })
            expect(english(decision?.reason ?? spoken(''))).toContain(`Forced by the override “node ${own.node}”`)
            expect(decision?.candidates.filter(({ verdict }) => verdict === 'chosen')).toMatchObject([
              { algorithm, unit, packedWeightBytes },
            ])
          }
        }
      }
    })

    it('leave all other layers as they were', () => {
      const own = made(mixed(), { profile, settings })
      const forced = made(mixed(), {
        profile,
        settings,
        overrides: [{ layers: CONV, algorithm: plain }],
      })
      expect(forced.decisions.slice(1)).toEqual(own.decisions.slice(1))
    })

    it('mean what each group runs', () => {
      const inner = (override: Override): Decision['inner'] | undefined =>
        made(mixed(), { profile, overrides: [override] }).decisions.find(({ node }) => node === 4)?.inner
      expect(inner({ layers: GROUPED, algorithm: plain })).toEqual({ algorithm: plain, unit: null, groups: 2 })
      expect(inner({ layers: GROUPED, algorithm: 'winograd', unit })).toMatchObject({ algorithm: 'winograd', unit })
      expect(inner({ layers: GROUPED, algorithm: 'grouped' })).toMatchObject({ groups: 2 })
    })

    it('apply a pattern where it is possible, the last possible one winning, and say what is left out', () => {
      const overrides: Override[] = [
        { layers: 'node *', algorithm: 'winograd', unit },
        { layers: 'node 0', algorithm: plain },
      ]
      const { decisions, notes } = made(mixed(), { profile, overrides })
      expect(decisions[0]).toMatchObject({ algorithm: plain, overridden: { by: 'node 0' } })
      expect(decisions[4]).toMatchObject({ inner: { algorithm: 'winograd', unit }, overridden: { by: 'node *' } })
      const leftOut = decisions.filter(({ overridden }) => overridden === undefined)
      expect(leftOut.map(({ node }) => node)).toContain(2)
      const note = `“node *” leaves out ${leftOut.length} of 5 layers`
      expect(notes.map(english).filter((each) => each.includes(note))).toHaveLength(1)
      if (profile !== 'convscope')
        expect(notes.map(english).join()).toContain(`“${STRIDED}”, as the engine’s rule says`)
    })
  },
)

describe('what is refused, and how', () => {
  it.each<[string, Override, RegExp]>([
    [
      'a strided Winograd layer',
      { layers: STRIDED, algorithm: 'winograd' },
      /“node 1” cannot be Winograd: .*stride is 2×2/,
    ],
    [
      'Winograd of 1×1',
      { layers: POINTWISE, algorithm: 'winograd', unit: 2 },
      /“node 2” cannot be .* the kernel is 1×1/,
    ],
    [
      'Strassen of 3×3',
      { layers: CONV, algorithm: 'strassen-1x1' },
      /“node 0” cannot be Strassen 1×1: .*kernel is 3×3/,
    ],
    [
      'an unknown unit',
      { layers: CONV, algorithm: 'winograd', unit: 5 },
      /“node 0” .* no transforms for unit 5 .* 2, 4, 6/,
    ],
    [
      'tiling a depthwise layer',
      { layers: DEPTHWISE, algorithm: 'tiled' },
      /“node 3” cannot be tiled im2col: it is depthwise/,
    ],
    [
      'depthwise without it',
      { layers: CONV, algorithm: 'depthwise' },
      /“node 0” cannot be depthwise: it is not depthwise/,
    ],
    ['groups where there is one', { layers: CONV, algorithm: 'grouped' }, /it has only one group/],
    ['another engine’s executor', { layers: POINTWISE, algorithm: 'gemm-1x1' }, /MNN has no executor of this kind/],
    ['a name that no layer has', { layers: 'conv9', algorithm: 'tiled' }, /no convolution named “conv9”/],
    ['a pattern that fits none', { layers: 'conv*', algorithm: 'tiled' }, /fits the override “conv\*”/],
    [
      'a pattern possible nowhere',
      { layers: 'node *', algorithm: 'gemm-1x1' },
      /the first layer that fits the override “node \*”/,
    ],
    ['no name', { layers: '', algorithm: 'tiled' }, /must name a layer/],
    ['a unit without Winograd', { layers: CONV, algorithm: 'tiled', unit: 2 }, /only Winograd has units/],
    ['half a unit', { layers: CONV, algorithm: 'winograd', unit: 2.5 }, /whole number/],
    ['an unknown algorithm', { layers: CONV, algorithm: 'fft' as 'tiled' }, /“fft”; the algorithms are/],
  ])('%s', (_what, override, message) => {
    expect(refusal([override])).toMatch(message)
  })

  it('Convscope’s kernels say why themselves', () => {
    expect(refusal([{ layers: CONV, algorithm: 'strassen-1x1' }], 'convscope')).toMatch(
      /“node 0” .* has no such kernel/,
    )
    expect(refusal([{ layers: CONV, algorithm: 'gemm-1x1' }], 'convscope')).toMatch(/“node 0” cannot be GEMM 1×1/)
  })
})

// Builds and hints that have the same effect are an independent reference for whole sessions.
describe('a forced session is the session of a build that decides so by itself', () => {
  const shaped = iresnet100('onnx')
  const base = { threads: 4, isa: 'avx2' } as const

  it('everything tiled: 2.8.1 with MNN_LOW_MEMORY in memory mode low', () => {
    const forced = made(shaped, { ...base, profile: 'mnn-2.8.1', overrides: [{ layers: '*', algorithm: 'tiled' }] })
    const real = made(shaped, { ...base, profile: 'mnn-2.8.1-low-memory', settings: { memory: 'low' } })
    expect(forced.totals).toEqual(real.totals)
    expect(forced.steps).toEqual(real.steps)
  })

  it('the smallest unit: 3.6.1 with Winograd memory level 1', () => {
    const overrides = [{ layers: '*', algorithm: 'winograd', unit: 2 } as const]
    const forced = made(shaped, { ...base, profile: 'mnn-3.6.1', overrides })
    const real = made(shaped, { ...base, profile: 'mnn-3.6.1', settings: { winogradLevel: 1 } })
    expect(forced.totals).toEqual(real.totals)
  })

  it('1.0.1 low with Winograd again: memory mode normal', () => {
    const overrides = [{ layers: '*', algorithm: 'winograd' } as const]
    const forced = made(shaped, { ...base, profile: 'mnn-1.0.1', settings: { memory: 'low' }, overrides })
    const real = made(shaped, { ...base, profile: 'mnn-1.0.1', settings: {} })
    expect(forced.totals).toEqual(real.totals)
    expect(forced.notes.map(english).join()).toContain('MNN has no setting for a single layer')
  })
})
