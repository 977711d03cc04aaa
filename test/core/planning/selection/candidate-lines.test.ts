// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { InstructionSet } from '#contract/configuration'
import { layerSettings } from '#core/planning/engines/mnn/engine'
import { engineOf } from '#core/planning/engines/mnn/releases/profiles'
import { rulesOf } from '#core/planning/engines/mnn/rules/rules'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { forceLayer } from '#core/planning/selection/force'
import { computing, type Option } from '#core/planning/selection/option'
import type { Layer } from '#core/planning/selection/rules'
import { randomNumbers } from '../../model/support/random-numbers'

const LAYERS = 240

/** Convolutions of all kinds, the same ones at every run. */
function drawnLayers(): Layer[] {
  const random = randomNumbers(7)
  const draw = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
  return Array.from({ length: LAYERS }, (): Layer => {
    const kernel = draw([1, 1, 2, 3, 3, 3, 5, 7])
    const stride = draw([1, 1, 1, 2])
    const [inHeight, inWidth] = [draw([1, 7, 14, 28, 57]), draw([7, 14, 28, 57])]
    const depthwise = random() < 0.15
    const group = depthwise ? 24 : draw([1, 1, 1, 1, 4])
    const inChannels = depthwise ? 24 : draw([4, 16, 64, 96])
    const pad = draw([0, (kernel - 1) / 2]) | 0
    const out = (size: number) => Math.max(1, Math.floor((size + 2 * pad - kernel) / stride) + 1)
    const problem: ConvProblem = {
      ...{ batch: draw([1, 1, 2]), inChannels, inHeight, inWidth },
      ...{ outChannels: depthwise ? 24 : draw([8, 32, 100, 256]), outHeight: out(inHeight), outWidth: out(inWidth) },
      ...{ kernelHeight: kernel, kernelWidth: kernel, strideHeight: stride, strideWidth: stride },
      ...{ dilationHeight: 1, dilationWidth: 1, padTop: pad, padLeft: pad, padBottom: pad, padRight: pad },
      ...{ group, depthwise },
    }
    const coded = random() < 0.3 ? { coding: { bits: 8, linear: true, blocks: 1 } } : {}
    return { problem, constantWeight: true, biasElements: null, ...coded }
  })
}

const PROFILES = [
  { version: '1.0.1', lowMemory: false, isa: 'avx2' },
  { version: '1.2.7', lowMemory: false, isa: 'sse' },
  { version: '2.8.1', lowMemory: false, isa: 'avx512' },
  { version: '2.8.1', lowMemory: true, isa: 'avx2' },
  { version: '3.6.1', lowMemory: false, isa: 'arm64' },
  { version: '3.6.1', lowMemory: true, isa: 'avx2' },
] as const satisfies readonly { version: string; lowMemory: boolean; isa: InstructionSet }[]

describe('the line of a candidate', () => {
  const layers = drawnLayers()

  it.each(PROFILES)('is what forcing it gives: $version $isa, low-memory build: $lowMemory', ({ isa, ...build }) => {
    const engine = engineOf(build)
    const rules = rulesOf(engine)
    let tried = 0
    for (const [index, layer] of layers.entries()) {
      const memory = (['low', 'normal', 'high'] as const)[index % 3] ?? 'normal'
      const configuration = { profile: 'mnn', settings: { memory }, threads: 1 + (index % 4), isa }
      const settings = layerSettings(engine, configuration)
      const { options } = rules.select(layer, settings)
      const keyOf = (option: Option<never> | (typeof options)[number]) => JSON.stringify(computing(option))
      for (const option of options) {
        if (option.executor === null) continue
        // Two of one name (integers and their expansion, say) cannot be told apart by an override.
        const alike = options.filter((each) => each.executor !== null && keyOf(each) === keyOf(option))
        if (alike.length > 1) continue
        const { algorithm, unit } = computing(option)
        const override = { layers: 'x', algorithm, ...(unit === null ? {} : { unit }) }
        const answer = forceLayer(rules, layer, settings, override)
        if (!('forced' in answer)) throw new Error(`${JSON.stringify(layer.problem)} has no ${keyOf(option)}`)
        expect(rules.measure(answer.forced.chosen)).toEqual(rules.measure(option.executor))
        expect(answer.forced.options.filter(({ chosen }) => chosen)).toHaveLength(1)
        tried += 1
      }
    }
    expect(tried).toBeGreaterThan(LAYERS / 2)
  })
})
