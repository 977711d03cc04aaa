// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import { engineSteps } from '#core/planning/across-engines'
import { PROFILES } from '#core/planning/engines/index'
import { createPlan } from '#core/planning/plan'
import { finish } from '#core/planning/steps'
import { english } from '#messages/say'
import { iresnet100 } from './engines/mnn/iresnet100'
import { ModelSketch } from './engines/mnn/model-sketch'

const MIB = 2 ** 20
const NCNN: Configuration = { profile: 'ncnn-20260526', settings: {}, threads: 4, isa: 'avx2' }

function across(shaped: ReturnType<typeof iresnet100>, configuration: Configuration) {
  const input = { modelId: 'm', shaped, fileBytes: 0, catalog: null }
  const plan = createPlan({ ...input, configuration })
  if (!plan.ok) throw new Error(english(plan.problem.message))
  return finish(engineSteps(input, configuration, plan.value))
}

function small() {
  const sketch = new ModelSketch('onnx')
  return sketch.shaped([sketch.conv(sketch.input([1, 16, 12, 12]), { outChannels: 16, kernel: 3, pad: 1 })])
}

describe('a model in every engine', () => {
  it('has every profile that has the instruction set and can plan here, each engine and build by itself', () => {
    const ladders = across(small(), NCNN)
    const shown = new Set(ladders.flatMap(({ releases }) => releases.map(({ configuration }) => configuration.profile)))
    // Convscope's own needs its kernels.
    const able = PROFILES.filter(
      ({ traits, setup }) =>
        traits.knownUnder === undefined && traits.instructionSets.includes('avx2') && setup.engine !== 'Convscope',
    )
    expect([...shown].sort()).toEqual(able.map(({ traits }) => traits.id).sort())
    for (const { configuration, releases } of ladders) {
      expect(releases.at(-1)?.configuration.profile).toBe(configuration.profile)
      expect(releases.every((release) => release.configuration.isa === 'avx2')).toBe(true)
    }
  })

  it('tells time against what was asked for, and figures as the plan has them', () => {
    const ladders = across(small(), NCNN)
    const own = ladders
      .flatMap(({ releases }) => releases)
      .find(({ configuration }) => configuration.profile === NCNN.profile)
    expect(own?.timeRatio).toBe(1)
    expect(own?.lifecycle?.running).toBe(own?.totalBytes)
  })

  it('holds a setting in every engine that has it, and leaves out releases without the instruction set', () => {
    const ladders = across(small(), { ...NCNN, isa: 'avx512', settings: { winograd: false } })
    const ncnn = ladders.find(({ configuration }) => configuration.profile === NCNN.profile)
    expect(ncnn?.releases[0]?.version).toBe('20220420')
    expect(ncnn?.releases.every(({ configuration }) => configuration.settings['winograd'] === false)).toBe(true)
    const others = ladders.filter((ladder) => ladder !== ncnn)
    expect(others.length).toBeGreaterThan(0)
    for (const { configuration } of others) expect(configuration.settings).not.toHaveProperty('winograd')
  })

  it('has what the founding model keeps in releases of ncnn, in MiB', () => {
    const ladders = across(iresnet100('onnx'), { ...NCNN, settings: { l2Kib: 512 } })
    const weights = (profile: string) => {
      const release = ladders
        .flatMap(({ releases }) => releases)
        .find(({ configuration }) => configuration.profile === profile)
      return Math.round((release?.totals.packedWeights ?? 0) / MIB)
    }
    expect(['20210720', '20220701', '20260526'].map((version) => weights(`ncnn-${version}`))).toEqual([1539, 762, 764])
  }, 60_000)
})
