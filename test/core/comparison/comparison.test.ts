// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { RULE_TOPICS } from '#contract/comparison'
import type { Configuration } from '#contract/configuration'
import type { Decision, Plan } from '#contract/plan'
import type { RunReport } from '#contract/timeline'
import { comparePlans } from '#core/comparison/plans'
import { profileOf } from '#core/planning/engines/index'
import { createPlan } from '#core/planning/plan'
import { LANGUAGES } from '#messages/languages'
import type { Message } from '#messages/message'
import { english, speaker } from '#messages/say'
import { iresnet100 } from '../planning/engines/mnn/iresnet100'
import { ModelSketch } from '../planning/engines/mnn/model-sketch'

const MIB = 2 ** 20
const shaped = iresnet100('onnx')
const nodes = shaped.model.nodes

function plan(configuration: Partial<Configuration>): Plan {
  const result = createPlan({
    modelId: 'm',
    shaped,
    fileBytes: 0,
    configuration: { profile: 'mnn-1.0.1', settings: { memory: 'low' }, threads: 4, isa: 'avx2', ...configuration },
    catalog: null,
  })
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

function text(message: Message | null | undefined): string {
  return message ? english(message) : ''
}

describe('sides of different engines', () => {
  it('tell what each keeps weights for, with the setting that had a part in it, and nothing of settings that one lacks', () => {
    const ncnn = plan({ profile: 'ncnn-20260526', settings: {} })
    const story = comparePlans(nodes, ncnn, plan({ profile: 'mnn-3.6.1' }))
      .summary.map(english)
      .join(' ')
    expect(story).toContain(
      'The reason for 95 of them: ncnn 20260526 keeps weights for Winograd unit 4, MNN 3.6.1 with memory low those for tiled im2col.',
    )
    const reverse = comparePlans(nodes, plan({ profile: 'mnn-3.6.1' }), ncnn)
      .summary.map(english)
      .join(' ')
    expect(reverse).toContain('MNN 3.6.1 with memory low keeps weights for tiled im2col, ncnn 20260526 those for')
    expect(story + reverse).not.toContain('does not consult')
  })
})

describe('totals of which parts are unknown', () => {
  /** The same plan without what one of its rows holds. */
  const known = plan({})
  const [first, ...rest] = known.decisions
  const open: Plan = {
    ...known,
    totals: { ...known.totals, packedWeights: known.totals.packedWeights - MIB },
    totalBytes: known.totalBytes - MIB,
    decisions: [{ ...(first as Decision), packedWeightBytes: null, workspaceBytes: null }, ...rest],
  }

  it('are not held against each other, whichever side lacks something', () => {
    for (const [a, b] of [
      [known, open],
      [open, known],
      [open, open],
    ] as const) {
      const comparison = comparePlans(nodes, a, b)
      expect(comparison.totalDelta).toBeNull()
      const [told] = comparison.summary.map(english)
      expect(told).toContain('so that how they differ is not known')
      expect(told?.match(/at least/g)).toHaveLength(a === b ? 2 : 1)
      expect(told).not.toMatch(/less|more/)
    }
    expect(comparePlans(nodes, known, known).totalDelta).toBe(0)
  })

  it('are at least what they are also where only the models say so', () => {
    const { a, b, summary, totalDelta } = comparePlans(nodes, known, known, {}, { a: false, b: true })
    expect(totalDelta).toBeNull()
    expect([a.lowerBound, b.lowerBound]).toEqual([false, true])
    expect(summary[0]?.id).toBe('total.bounded')
  })
})

describe('the founding case: 1.0.1 against 2.8.1, both in low memory mode', () => {
  const comparison = comparePlans(nodes, plan({}), plan({ profile: 'mnn-2.8.1' }))
  const story = comparison.summary.map(english).join(' ')

  it('tells how much, where and why in two to five sentences', () => {
    expect(comparison.summary.length).toBeGreaterThanOrEqual(2)
    expect(comparison.summary.length).toBeLessThanOrEqual(5)
    expect(story).toContain(`B needs ${((comparison.totalDelta ?? Number.NaN) / MIB).toFixed(1)} MiB more than A`)
    expect(story).toContain('99 of 103 layers change their algorithm: 60 × tiled im2col → Winograd unit 4')
    expect(story).toContain('MNN 1.0.1 heeds memory mode low, while MNN 2.8.1 no longer consults the memory mode')
  })

  it('names the layers that contribute most, largest first', () => {
    const largest = [...comparison.layers].sort((a, b) => (b.packedWeightDelta ?? 0) - (a.packedWeightDelta ?? 0))[0]
    expect(story).toContain(
      `most of all “${largest?.name}” (+${((largest?.packedWeightDelta ?? 0) / MIB).toFixed(1)} MiB)`,
    )
  })

  it('explains every changed layer and only those', () => {
    for (const { changed, why, a, b } of comparison.layers) {
      const differs =
        a.algorithm !== b.algorithm ||
        a.unit !== b.unit ||
        a.packedWeightBytes !== b.packedWeightBytes ||
        a.workspaceBytes !== b.workspaceBytes
      expect(changed).toBe(differs)
      expect(why !== null).toBe(differs)
      if (b.algorithm === 'winograd') expect(text(why)).toContain('no longer consults the memory mode')
    }
    const shortcut = comparison.layers.find(({ a }) => a.algorithm === 'strassen-1x1')
    expect(text(shortcut?.why)).toMatch(
      /^From Strassen 1×1 to tiled im2col: MNN 2\.8\.1 decides by other rules than MNN 1\.0\.1/,
    )
  })

  it('has deltas that add up', () => {
    const { a, b, deltas, totalDelta } = comparison
    expect(Object.values(deltas).reduce((sum, delta) => sum + delta, 0)).toBe(totalDelta)
    expect(b.totalBytes - a.totalBytes).toBe(totalDelta)
    for (const layer of comparison.layers) {
      expect(layer.packedWeightDelta).toBe((layer.b.packedWeightBytes ?? 0) - (layer.a.packedWeightBytes ?? 0))
      expect(layer.workspaceDelta).toBe((layer.b.workspaceBytes ?? 0) - (layer.a.workspaceBytes ?? 0))
    }
  })
})

describe('other pairs', () => {
  it('equal plans: nothing differs, and the story says so', () => {
    const same = comparePlans(nodes, plan({}), plan({}))
    expect(same.totalDelta).toBe(0)
    expect(same.layers.every(({ changed, why }) => !changed && why === null)).toBe(true)
    expect(same.summary.map(english)).toEqual([
      `A and B need the same memory as modelled, ${(same.a.totalBytes / MIB).toFixed(1)} MiB.`,
      'None of the 103 layers changes its algorithm.',
    ])
  })

  it('the other way round: less, not more', () => {
    const { summary } = comparePlans(nodes, plan({ profile: 'mnn-2.8.1' }), plan({}))
    expect(text(summary[0])).toContain('less than A')
    expect(summary.map(english).join(' ')).toContain(
      'MNN 1.0.1 heeds memory mode low, while MNN 2.8.1 does not consult',
    )
  })

  it('memory mode within 1.0.1', () => {
    const { summary, layers } = comparePlans(nodes, plan({}), plan({ settings: {} }))
    expect(summary.map(english).join(' ')).toContain(
      'The reason: MNN 1.0.1 was given memory mode normal instead of low.',
    )
    expect(layers.filter(({ changed }) => changed).length).toBe(95)
  })

  it('a memory mode that does nothing: says so', () => {
    const ignored = comparePlans(
      nodes,
      plan({ profile: 'mnn-2.8.1' }),
      plan({ profile: 'mnn-2.8.1', settings: { memory: 'high' } }),
    )
    expect(ignored.summary.map(english).join(' ')).toContain('Changing the memory mode from low to high does nothing')
    const alike = comparePlans(nodes, plan({ settings: {} }), plan({ settings: { memory: 'high' } }))
    expect(alike.summary.map(english).join(' ')).toContain('memory mode normal and high lead to the same choices')
  })

  it('threads and instruction set: names those that matter to a layer', () => {
    const { layers, summary } = comparePlans(
      nodes,
      plan({ profile: 'mnn-2.8.1', threads: 1 }),
      plan({ profile: 'mnn-2.8.1', threads: 4 }),
    )
    expect(summary.map(english).join(' ')).toContain('4 × Winograd unit 4 → Winograd unit 2')
    const kept = layers.find(({ a, b }) => a.unit === 6 && b.unit === 6)
    expect(text(kept?.why)).toBe('Still Winograd unit 6, but scratch grows with the threads, 4 in B where A has 1.')
    const isa = comparePlans(nodes, plan({ profile: 'mnn-2.8.1' }), plan({ profile: 'mnn-2.8.1', isa: 'avx512' }))
    expect(isa.summary.map(english).join(' ')).toContain('was given AVX-512 instead of AVX2')
  })

  it('a layer that only one plan decides is left out', () => {
    const whole = plan({})
    const part: Plan = { ...whole, decisions: whole.decisions.slice(1) }
    expect(comparePlans(nodes, whole, part).layers.length).toBe(whole.decisions.length - 1)
  })
})

describe('every pair of MNN configurations', () => {
  const sketch = new ModelSketch('mnn')
  const dense = sketch.conv(sketch.input([1, 16, 14, 14]), { outChannels: 64, kernel: 3, pad: 1 })
  const pointwise = sketch.conv(dense, { outChannels: 64, kernel: 1 })
  const strided = sketch.conv(pointwise, { outChannels: 64, kernel: 1, stride: 2 })
  const grouped = sketch.conv(strided, { outChannels: 64, kernel: 3, pad: 1, group: 4 })
  const depthwise = sketch.conv(grouped, { outChannels: 64, kernel: 3, pad: 1, group: 64, depthwise: true })
  const small = sketch.shaped([depthwise])
  const plans = (['mnn-1.0.1', 'mnn-2.8.1', 'mnn-3.6.1'] as const).flatMap((profile) =>
    (['low', 'normal', 'high'] as const).flatMap((memory) =>
      [1, 4].flatMap((threads) =>
        (profileOf(profile)?.traits.instructionSets ?? []).map((isa) => {
          const configuration = { profile, settings: { memory }, threads, isa }
          const result = createPlan({ modelId: 'm', shaped: small, fileBytes: 1e6, configuration, catalog: null })
          if (!result.ok) throw new Error(english(result.problem.message))
          return result.value
        }),
      ),
    ),
  )

  it('has a story of whole sentences, and a reason exactly where a layer changed', () => {
    const wrong: unknown[] = []
    for (const a of plans) {
      for (const b of plans) {
        const { summary, layers, totalDelta } = comparePlans(small.model.nodes, a, b)
        const sentences = [...summary, ...layers.filter(({ changed }) => changed).map(({ why }) => why)].map(text)
        const isWhole = (text: string) => /^[A-Z\d].*[^.\s:;,]\.$/.test(text) && !/undefined|NaN|null|\.\./.test(text)
        if (!sentences.every(isWhole) || summary.length < 2 || summary.length > 5) wrong.push({ summary, sentences })
        if (layers.some(({ changed, why }) => !changed && why !== null)) wrong.push(layers)
        if (totalDelta === 0 && text(summary[0]).includes('more')) wrong.push(summary)
      }
    }
    expect(wrong.slice(0, 2)).toEqual([])
  })
})

describe('the side that is held against A', () => {
  const forced = (configuration: Partial<Configuration>) =>
    plan({ ...configuration, overrides: [{ layers: '*', algorithm: 'tiled' }] })
  const pairs: readonly (readonly [Plan, Plan])[] = [
    [plan({}), plan({})],
    [plan({}), plan({ profile: 'mnn-2.8.1' })],
    [plan({ profile: 'mnn-2.8.1' }), forced({ profile: 'mnn-2.8.1' })],
    [forced({ profile: 'mnn-2.8.1' }), plan({ profile: 'mnn-2.8.1' })],
    [plan({ profile: 'mnn-2.8.1', threads: 1 }), plan({ profile: 'mnn-2.8.1', threads: 4 })],
  ]
  const story = (a: Plan, b: Plan) => {
    const run = { runId: 'r', modelId: 'm', peakTrackedBytes: 2048, peakRssBytes: 2048, inferenceNs: 1, layers: [] }
    const measured = { a: run as unknown as RunReport, b: run as unknown as RunReport }
    const { summary, layers } = comparePlans(nodes, a, b, measured)
    return [...summary, ...layers.flatMap(({ why }) => why ?? [])]
  }

  it('goes by its letter in every sentence of either language', () => {
    for (const { tag } of LANGUAGES) {
      let named = 0
      for (const [a, b] of pairs) {
        const usual = story(a, b).map(speaker(tag))
        const third = story(a, b).map(speaker(tag, 'D'))
        // No other word of these stories is a lone B.
        const expected = usual.map((sentence) => sentence.replace(/(?<![\w-])B(?![\w-])/g, 'D'))
        expect(third).toEqual(expected)
        named += expected.filter((sentence, index) => sentence !== usual[index]).length
      }
      expect(named).toBeGreaterThan(pairs.length * 2)
    }
  })
})

describe('measurements', () => {
  const modelled = plan({})
  const [first] = modelled.decisions as readonly [Decision]
  const report: RunReport = {
    runId: 'r',
    modelId: 'm',
    configuration: modelled.configuration,
    startedAt: 0,
    durationNs: 9e9,
    inferenceNs: 12_300_000,
    iterations: 3,
    executedIsa: 'avx2',
    peak: modelled.totals,
    peakTrackedBytes: 5 * MIB,
    baselineRssBytes: MIB,
    peakRssBytes: 7 * MIB,
    trackedAtPeakRss: modelled.totals,
    layers: [
      {
        node: first.node,
        kernel: { algorithm: 'tiled', unit: null },
        packedWeightBytes: 11,
        workspaceBytes: 12,
        durationNs: 13,
      },
    ],
    outputs: [],
    droppedEvents: 0,
    notes: [],
  }

  it('stand beside the modelled figures of their side only', () => {
    const { a, b, layers, summary } = comparePlans(nodes, modelled, modelled, { b: report })
    expect(a.measured).toBeUndefined()
    expect(b.measured).toEqual({ peakTrackedBytes: 5 * MIB, peakRssBytes: 7 * MIB, inferenceNs: 12_300_000 })
    expect(layers[0]?.a.measured).toBeUndefined()
    expect(layers[0]?.b.measured).toEqual({ packedWeightBytes: 11, workspaceBytes: 12, durationNs: 13 })
    expect(layers[1]?.b.measured).toBeUndefined()
    expect(summary.map(english).join(' ')).not.toContain('Measured')
  })

  it('are told where both sides have them', () => {
    const { summary } = comparePlans(nodes, modelled, modelled, { a: report, b: report })
    expect(text(summary.at(-1))).toBe(
      'Measured in Convscope’s engine, tracked memory peaks at 5.0 MiB in A and 5.0 MiB in B, and one inference takes 12.3 ms and 12.3 ms.',
    )
  })
})

function gpuConfiguration(profile: string): Plan['configuration'] {
  return { profile, threads: 1, isa: 'avx2', settings: { backend: 'opencl' } }
}

describe('rules that differ', () => {
  const plans = (a: string, b: string): [Plan, Plan] => [plan({ profile: a }), plan({ profile: b })]

  it('are told side by side, only those', () => {
    const { rules } = comparePlans([], ...plans('mnn-2.8.1', 'mnn-2.8.1-low-memory'))
    expect(rules.map(({ topic }) => topic)).toEqual(['settings'])
    expect(text(rules[0]?.a)).toContain('not looked at')
    expect(text(rules[0]?.b)).toContain('low is looked at first')
  })

  it('are those of the backend that plans are of', () => {
    const onGpu = (profile: string) => ({ ...plan({ profile }), configuration: gpuConfiguration(profile) })
    const topics = comparePlans([], onGpu('mnn-2.8.1'), onGpu('mnn-3.6.1')).rules.map(({ topic }) => topic)
    expect(topics).toEqual(['conversion', 'geometry', 'gpuConvolutions', 'gpuTensors', 'gpuOther'])
  })

  it('cover every topic between 1.0.1 and 3.6.1, and none within one profile', () => {
    const topics = comparePlans([], ...plans('mnn-1.0.1', 'mnn-3.6.1')).rules.map(({ topic }) => topic)
    expect(topics).toEqual(RULE_TOPICS.filter((topic) => !topic.startsWith('gpu')))
    expect(comparePlans([], ...plans('mnn-2.8.1', 'mnn-2.8.1')).rules).toEqual([])
  })
})
