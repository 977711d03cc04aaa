// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import { isLowerBound } from '#contract/plan'
import type { ShapedModel } from '#core/model/shapes'
import { converterView } from '#core/planning/engines/mnn/session/converter-view'
import { layOut } from '#core/planning/engines/mnn/session/tensor-layouts'
import { createPlan } from '#core/planning/plan'
import { billMessages } from '#messages/bill'
import { english } from '#messages/say'
import { ModelSketch } from './model-sketch'

const AVX2: Configuration = { profile: 'mnn-2.8.1', settings: {}, threads: 1, isa: 'avx2' }

function plan(shaped: ShapedModel, configuration: Configuration = AVX2, fileBytes = 1234): Plan {
  const result = createPlan({ modelId: 'm', shaped, fileBytes, configuration, catalog: null })
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

function norm(sketch: ModelSketch, from: number): number {
  const dims = sketch.dimsOf(from)
  const parameters = Array.from({ length: 4 }, () => sketch.constant([dims[1] ?? 1]))
  return sketch.node({ kind: 'BatchNorm', epsilon: 1e-5 }, [from, ...parameters], dims)
}

function relu(sketch: ModelSketch, from: number): number {
  return sketch.node({ kind: 'Unary', function: 'relu', alpha: 0, beta: 0 }, [from], sketch.dimsOf(from))
}

describe('the graph that MNN would run', () => {
  it('folds batch norm and activation into the convolution of an ONNX model, once', () => {
    const sketch = new ModelSketch('onnx')
    const conv = sketch.conv(sketch.input([1, 8, 4, 4]), { outChannels: 8, kernel: 1 })
    const out = relu(sketch, relu(sketch, norm(sketch, conv)))
    const view = converterView(sketch.shaped([out]))
    expect(view.ops.map(({ kind }) => kind)).toEqual(['Conv', 'Unary'])
    expect(view.ops[1]?.inputs).toEqual([conv])
    expect(view.fused).toBe(2)
  })

  it('keeps them where the convolution’s own output is used twice, and in a .mnn file', () => {
    const build = (format: 'onnx' | 'mnn') => {
      const sketch = new ModelSketch(format)
      const conv = sketch.conv(sketch.input([1, 8, 4, 4]), { outChannels: 8, kernel: 1 })
      return { outputs: [norm(sketch, conv)], conv, sketch }
    }
    const twice = build('onnx')
    expect(converterView(twice.sketch.shaped([...twice.outputs, twice.conv])).fused).toBe(0)
    const file = build('mnn')
    expect(converterView(file.sketch.shaped(file.outputs)).fused).toBe(0)
  })

  it('inserts a conversion where packed data meet a matrix product', () => {
    const sketch = new ModelSketch('onnx')
    const conv = sketch.conv(sketch.input([1, 3, 4, 4]), { outChannels: 5, kernel: 1 })
    const flat = sketch.node({ kind: 'Alias' }, [conv], [1, 80])
    const out = sketch.node(
      { kind: 'MatMul', transposeA: false, transposeB: false },
      [flat, sketch.constant([80, 10])],
      [1, 10],
    )
    const shaped = sketch.shaped([out])
    const { ops, tensors } = layOut(shaped, converterView(shaped))
    expect(ops.map(({ kind }) => kind)).toEqual(['Conv', 'Alias', 'Conversion', 'MatMul'])
    expect(ops[2]?.inputs).toEqual([flat])
    expect(ops[3]?.inputs[0]).toBe(ops[2]?.outputs[0])
    expect(tensors.get(ops[2]?.outputs[0] ?? -1)).toEqual({ dims: [1, 80], layout: 'plain' })
  })
})

describe('the plan of a session', () => {
  it('adds up, and shows activations alive at every step with the pack’s padding', () => {
    const sketch = new ModelSketch('mnn')
    const first = sketch.conv(sketch.input([1, 3, 4, 4]), { outChannels: 5, kernel: 3, pad: 1 })
    const second = sketch.conv(first, { outChannels: 9, kernel: 1 })
    const made = plan(sketch.shaped([second]))
    const bytes = (channels: number) => 4 * channels * 16
    expect(made.steps.map(({ activationBytes }) => activationBytes)).toEqual([
      bytes(8) + bytes(8),
      bytes(8) + bytes(16),
    ])
    expect(made.steps.map(({ workspaceBytes }) => workspaceBytes)).toEqual(
      made.decisions.map(({ workspaceBytes }) => workspaceBytes),
    )
    const { packedWeights, workspace, activations, modelBuffer, other } = made.totals
    expect(made.totalBytes).toBe(packedWeights + workspace + activations + modelBuffer + other)
    expect(modelBuffer).toBe(1234)
    expect(made.decisions.map(({ node }) => node)).toEqual([0, 1])
  })

  it('several model inputs never share a block, even after one is released', () => {
    const sketch = new ModelSketch('mnn')
    const a = sketch.conv(sketch.input([1, 8, 4, 4]), { outChannels: 8, kernel: 5, pad: 2 })
    const b = sketch.conv(a, { outChannels: 8, kernel: 5, pad: 2 })
    const c = sketch.conv(b, { outChannels: 8, kernel: 3, pad: 1, stride: 2 })
    const d = sketch.conv(sketch.input([1, 8, 4, 4]), { outChannels: 8, kernel: 5, pad: 2 })
    const tensor = 4 * 8 * 16
    // First input, later b; a, later c; the second input in a block of its own though b’s is free; d in b’s.
    expect(plan(sketch.shaped([c, d])).totals.activations).toBe(3 * tensor)
  })

  it('keeps a model output that is also consumed', () => {
    const sketch = new ModelSketch('mnn')
    const tensor = 4 * 8 * 16
    const a = sketch.conv(sketch.input([1, 8, 4, 4]), { outChannels: 8, kernel: 5, pad: 2 })
    const b = sketch.conv(a, { outChannels: 8, kernel: 5, pad: 2 })
    const c = sketch.conv(b, { outChannels: 8, kernel: 5, pad: 2 })
    expect(plan(sketch.shaped([c])).totals.activations).toBe(2 * tensor)
    expect(plan(sketch.shaped([a, c])).totals.activations).toBe(3 * tensor)
  })

  it('does not know what a convolution of empty shape holds', () => {
    const sketch = new ModelSketch('onnx')
    const out = sketch.conv(sketch.input([1, 3, 0, 8]), { outChannels: 16, kernel: 1 })
    const made = plan(sketch.shaped([out]))
    expect(made.decisions).toMatchObject([{ kind: 'convolution', algorithm: null, packedWeightBytes: null }])
    expect(Number.isFinite(made.totalBytes)).toBe(true)
    expect(isLowerBound(made)).toBe(true)
    expect(english(made.decisions[0]?.reason ?? { id: 'bill.rounding' })).toBe('Its shape is unknown or empty.')
  })

  it('estimates the model buffer of an ONNX model from its weights and says so', () => {
    const sketch = new ModelSketch('onnx')
    const out = sketch.conv(sketch.input([1, 3, 8, 8]), { outChannels: 16, kernel: 3 })
    const made = plan(sketch.shaped([out]))
    expect(made.totals.modelBuffer).toBe(4 * (16 * 27 + 16))
    expect(made.notes.map(english).join(' ')).toContain('The model buffer is estimated')
  })

  it('counts constants of other operations with the packed weights', () => {
    const build = (slope: boolean) => {
      const sketch = new ModelSketch('mnn')
      let out = sketch.conv(sketch.input([1, 8, 4, 4]), { outChannels: 8, kernel: 1 })
      if (slope) out = sketch.node({ kind: 'PRelu' }, [out, sketch.constant([8])], sketch.dimsOf(out))
      return plan(sketch.shaped([out])).totals.packedWeights
    }
    expect(build(true) - build(false)).toBe(32)
  })

  it('counts a fully connected layer as the 1×1 convolution that it becomes, once', () => {
    const build = (gemm: boolean) => {
      const sketch = new ModelSketch('onnx')
      let out = sketch.conv(sketch.input([1, 8, 2, 2]), { outChannels: 8, kernel: 1 })
      if (gemm) {
        const flat = sketch.node({ kind: 'Alias' }, [out], [1, 32])
        const operation = { kind: 'Gemm', alpha: 1, beta: 1, transposeA: false, transposeB: true } as const
        out = sketch.node(operation, [flat, sketch.constant([100, 32])], [1, 100])
      }
      return plan(sketch.shaped([out])).totals.packedWeights
    }
    // The bias is padded to 104: 13 packs of 8.
    expect(build(true) - build(false)).toBe(4 * (100 * 32 + 104))
  })

  it('does not know what a convolution over three dimensions in groups holds, and says so', () => {
    const sketch = new ModelSketch('onnx')
    const input = sketch.input([1, 2, 4, 4, 4])
    const out = sketch.node(
      {
        kind: 'Conv',
        kernel: [1, 1, 1],
        strides: [1, 1, 1],
        dilations: [1, 1, 1],
        pads: [0, 0, 0, 0, 0, 0],
        group: 2,
        activation: 'none',
        depthwise: false,
      },
      [input, sketch.input([2, 1, 1, 1, 1])],
      [1, 2, 4, 4, 4],
    )
    const made = plan(sketch.shaped([out]))
    expect(made.decisions).toMatchObject([
      { kind: 'convolution', packedWeightBytes: null, workspaceBytes: null, weightBytes: 8, macs: 128 },
    ])
    expect(billMessages(made, (node) => `node ${node}`).map(english)).toContain(
      'The totals are “at least”: what the layer “node 0” holds is not known (Convolutions over three axes are modelled from MNN 1.1.0 on, with weights that are not computed; to 1.2.2 with one group, and from 3.4.0 on with groups of more than a few channels).',
    )
  })
})

describe('a configuration that makes no sense', () => {
  const shaped = new ModelSketch('onnx').shaped([])
  it.each<[string, Partial<Record<keyof Configuration, unknown>>]>([
    ['profile', { profile: 'mnn-9' }],
    ['threads', { threads: 0 }],
    ['threads', { threads: 33 }],
    ['threads', { threads: 1.5 }],
    ['memory mode', { settings: { memory: 'tiny' } }],
    ['instruction set', { isa: 'z80' }],
    [
      'instruction set “arm64-fp16”; it has sse, avx2, avx512, arm64, arm32',
      { profile: 'mnn-1.0.1', isa: 'arm64-fp16' },
    ],
    ['precision', { settings: { precision: 'half' } }],
    ['Winograd memory level “4”', { profile: 'mnn-3.6.1', settings: { winogradLevel: 4 } }],
    ['has no Winograd memory level', { settings: { winogradLevel: 0 } }],
  ])('%s %o is refused in a sentence', (word, change) => {
    const configuration = { ...AVX2, ...change } as Configuration
    const result = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
    expect(result).toMatchObject({ ok: false, problem: { code: 'plan/invalid-configuration' } })
    if (!result.ok) expect(english(result.problem.message)).toContain(word)
  })
})
