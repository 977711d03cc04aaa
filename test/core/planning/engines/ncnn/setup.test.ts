// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration, Override, SettingValues } from '#contract/configuration'
import type { Decision } from '#contract/plan'
import { profileOf } from '#core/planning/engines/index'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { ModelSketch } from '../mnn/model-sketch'

const sketch = new ModelSketch('onnx')
const shaped = sketch.shaped([sketch.conv(sketch.input([1, 64, 28, 28]), { outChannels: 64, kernel: 3, pad: 1 })])

function configured(version: string, settings: SettingValues = {}, overrides?: readonly Override[]): Configuration {
  const configuration = { profile: `ncnn-${version}`, settings, threads: 2, isa: 'avx2' } as const
  return overrides === undefined ? configuration : { ...configuration, overrides }
}

/** How the layer was forced. */
function forced(version: string, override: Omit<Override, 'layers'>): Decision['overridden'] {
  const configuration = configured(version, {}, [{ layers: 'node 0', ...override }])
  const result = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value.decisions[0]?.overridden
}

describe('the feature mask of a layer', () => {
  it('switches Winograd off for GEMM, and both off for what is computed directly', () => {
    // Packs of 8 on both sides: the kernel of this window comes before GEMM.
    expect(forced('20221128', { algorithm: 'direct' })?.told).toBe('31=64')
    expect(forced('20221128', { algorithm: 'im2col' })?.told).toBeUndefined()
    expect(forced('20260526', { algorithm: 'im2col' })?.told).toBe('31=64')
    expect(forced('20260526', { algorithm: 'direct' })?.told).toBe('31=96')
  })

  it('is not there for another tile, nor before 20221128; nothing is needed for the own choice', () => {
    expect(forced('20260526', { algorithm: 'winograd', unit: 2 })?.told).toBeUndefined()
    expect(forced('20220729', { algorithm: 'im2col' })?.told).toBeUndefined()
    expect(forced('20260526', { algorithm: 'winograd', unit: 4 })?.told).toBe('')
  })
})

describe('code for ncnn', () => {
  const code = (configuration: Configuration, modelFile = 'net.param', layers = [{ name: 'a.b/c', told: '31=64' }]) =>
    profileOf(configuration.profile)?.setup.code({ configuration, modelFile, releaseModel: false, layers }) ?? []

  it('sets the options that differ before the model is loaded, in C++ and Python', () => {
    const [, cpp, python] = code(configured('20260526', { winograd: false, localPools: false }))
    expect(cpp?.text).toContain('net.opt.use_winograd_convolution = false;\nnet.opt.use_local_pool_allocator = false;')
    expect(cpp?.text.indexOf('net.opt')).toBeLessThan(cpp?.text.indexOf('load_param') ?? 0)
    expect(python?.text).toContain('net.opt.use_winograd_convolution = False')
    expect(cpp?.text).not.toContain('sgemm')
  })

  it('edits the line of a layer, whatever its name holds', () => {
    const [sh] = code(configured('20260526'))
    expect(sh?.text).toContain(String.raw`/^[A-Za-z]+ +a\.b\/c /s/( +31=[0-9]+)?$/ 31=64/`)
    expect(sh?.text).toContain('"net.param"')
  })

  it('names the files that pnnx makes of another format', () => {
    const snippets = code(configured('20260526'), 'net.onnx', [])
    expect(snippets[0]?.text).toBe('pnnx "net.onnx"\n')
    expect(snippets[1]?.text).toContain('net.load_param("net.ncnn.param");')
  })
})
