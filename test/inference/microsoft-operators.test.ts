// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engine } from './engine'
import { execute, openSubject } from './execute'
import { OnnxGraph } from './onnx-graph'
import { expectClose, referenceOutputs } from './onnx-runtime'

/** Operators of ONNX Runtime's own set. */

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-microsoft-'))
})
afterAll(() => rm(folder, { recursive: true }))

const [isa = 'sse'] = engine().executableIsas

type Build = (g: OnnxGraph) => string | readonly string[]

const on = (name: string) => `com.microsoft:${name}`
const FLOATS = ['scale', 'softcap', 'alpha', 'mask_filter_value', 'epsilon', 'activation_alpha']

/** Of what is rounded at the end, which may be the next one. */
const STEP = 0.03

/** x as uint8 by a scale of 1/50 around 128, and what comes after it in a list of inputs. */
function quantised(g: OnnxGraph, x: string): readonly string[] {
  const [scale, zero] = [g.constant([], Float32Array.of(0.02)), g.unsigned([], [128])]
  return [g.node('QuantizeLinear', [x, scale, zero]), scale, zero]
}

function dequantised(g: OnnxGraph, type: string, inputs: readonly string[], attributes = {}): string {
  const [scale, zero] = [g.constant([], Float32Array.of(STEP)), g.unsigned([], [120])]
  return g.node('DequantizeLinear', [g.node(on(type), [...inputs, scale, zero], attributes, FLOATS), scale, zero])
}

const CASES: readonly (readonly [string, Build])[] = [
  [
    'Attention with a mask of its keys, only backwards',
    (g) =>
      g.node(
        on('Attention'),
        [g.input(2, 4, 12), g.weights([12, 36]), g.weights([36]), g.int32([2, 4], [1, 1, 1, 0, 1, 1, 0, 0])],
        { num_heads: 3, unidirectional: 1 },
      ),
  ],
  [
    'Attention with where rows end and begin',
    (g) =>
      g.node(on('Attention'), [g.input(2, 4, 12), g.weights([12, 36]), g.weights([36]), g.int32([4], [3, 4, 0, 1])], {
        num_heads: 3,
      }),
  ],
  [
    'Attention with a past',
    (g) => [
      ...g.nodeWithOutputs(
        on('Attention'),
        [g.input(2, 4, 12), g.weights([12, 36]), g.weights([36]), '', g.input(2, 2, 3, 5, 4)],
        2,
        { num_heads: 3, unidirectional: 1 },
      ),
    ],
  ],
  [
    'MultiHeadAttention with a bias, a mask and a past',
    (g) => [
      ...g.nodeWithOutputs(
        on('MultiHeadAttention'),
        [
          ...[g.input(2, 3, 12), g.input(2, 3, 12), g.input(2, 3, 12), g.weights([36])],
          ...[g.int32([2, 5], [1, 1, 0, 1, 1, 1, 1, 1, 1, 0]), g.weights([1, 3, 3, 5])],
          ...[g.input(2, 3, 2, 4), g.input(2, 3, 2, 4)],
        ],
        3,
        { num_heads: 3, scale: 0.4 },
        FLOATS,
      ),
    ],
  ],
  [
    'MultiHeadAttention across keys of another size',
    (g) => g.node(on('MultiHeadAttention'), [g.input(1, 3, 8), g.input(1, 5, 8), g.input(1, 5, 6)], { num_heads: 2 }),
  ],
  [
    'GroupQueryAttention with positions, at the beginning',
    (g) => [
      ...g.nodeWithOutputs(
        on('GroupQueryAttention'),
        [
          ...[g.input(1, 4, 64), g.input(1, 4, 32), g.input(1, 4, 32), '', '', g.int32([1], [3]), g.int32([1], [4])],
          ...[g.weights([8, 8], -1, 1), g.weights([8, 8], -1, 1)],
        ],
        3,
        { num_heads: 4, kv_num_heads: 2, do_rotary: 1 },
      ),
    ],
  ],
  [
    'GroupQueryAttention one further, in a window',
    // What stands behind the places of a row is left open.
    (g) =>
      g.nodeWithOutputs(
        on('GroupQueryAttention'),
        [
          ...[g.input(2, 1, 64), g.input(2, 1, 32), g.input(2, 1, 32), g.input(2, 2, 6, 16), g.input(2, 2, 6, 16)],
          ...[g.int32([2], [5, 3]), g.int32([1], [6]), g.weights([8, 8], -1, 1), g.weights([8, 8], -1, 1)],
        ],
        3,
        { num_heads: 4, kv_num_heads: 2, do_rotary: 1, local_window_size: 3, rotary_interleaved: 1 },
      )[0] ?? '',
  ],
  [
    'RotaryEmbedding from a first position',
    (g) =>
      g.node(on('RotaryEmbedding'), [
        ...[g.input(2, 3, 16), g.integers(2), g.weights([8, 4], -1, 1), g.weights([8, 4], -1, 1)],
      ]),
  ],
  [
    'SkipLayerNormalization and what it normalises',
    (g) => {
      const inputs = [g.input(2, 3, 8), g.input(2, 3, 8), g.weights([8], 0.5, 2), g.weights([8]), g.weights([8])]
      const [y = '', , , sum = ''] = g.nodeWithOutputs(
        on('SkipLayerNormalization'),
        inputs,
        4,
        { epsilon: 1e-3 },
        FLOATS,
      )
      return [y, sum]
    },
  ],
  [
    'SkipSimplifiedLayerNormalization',
    (g) => g.node(on('SkipSimplifiedLayerNormalization'), [g.input(2, 3, 8), g.input(2, 3, 8), g.weights([8], 0.5, 2)]),
  ],
  ['SimplifiedLayerNormalization', (g) => g.node('SimplifiedLayerNormalization', [g.input(2, 8), g.weights([8])])],
  [
    'EmbedLayerNormalization',
    (g) => {
      const ids = (values: readonly number[]) => g.int32([2, 3], values)
      const y = g.nodeWithOutputs(
        on('EmbedLayerNormalization'),
        [
          ...[
            ids([4, 0, 2, 1, 3, 3]),
            ids([0, 0, 1, 0, 1, 1]),
            g.weights([5, 8]),
            g.weights([4, 8]),
            g.weights([2, 8]),
          ],
          ...[g.weights([8], 0.5, 2), g.weights([8]), ids([1, 1, 0, 1, 1, 1])],
        ],
        2,
      )
      return g.node('Add', [y[0] ?? '', g.input(8)])
    },
  ],
  ['Gelu', (g) => g.node(on('Gelu'), [g.input(3, 40)])],
  ['BiasGelu', (g) => g.node(on('BiasGelu'), [g.input(3, 40), g.weights([40])])],
  ['FastGelu', (g) => g.node(on('FastGelu'), [g.input(3, 40), g.weights([40])])],
  ['QuickGelu', (g) => g.node(on('QuickGelu'), [g.input(3, 40)], { alpha: 1.5 }, FLOATS)],
  [
    'FusedMatMul',
    (g) =>
      g.node(on('FusedMatMul'), [g.input(2, 4, 3), g.weights([5, 4])], { transA: 1, transB: 1, alpha: 0.3 }, FLOATS),
  ],
  [
    'FusedGemm',
    (g) => g.node(on('FusedGemm'), [g.input(3, 4), g.weights([4, 5])], { activation: 'Tanh', alpha: 2 }, FLOATS),
  ],
  ...[2, 4, 8].map((bits): readonly [string, Build] => [
    `MatMulNBits of ${bits} bits`,
    (g) => {
      const bytes = (count: number) => Array.from({ length: count }, (_, i) => (i * 37 + 11) % 256)
      const [block, zero] = [(16 * bits) / 8, Math.ceil((3 * bits) / 8)]
      return g.node(
        on('MatMulNBits'),
        [
          ...[g.input(2, 40), g.unsigned([5, 3, block], bytes(15 * block)), g.weights([15], 0.01, 0.1)],
          g.unsigned([5 * zero], bytes(5 * zero)),
        ],
        { N: 5, K: 40, bits, block_size: 16 },
      )
    },
  ]),
  [
    'FusedConv with an addend',
    (g) =>
      g.node(on('FusedConv'), [g.input(1, 3, 5, 5), g.weights([4, 3, 3, 3]), g.weights([4]), g.input(1, 4, 3, 3)], {
        kernel_shape: [3, 3],
        activation: 'Relu',
      }),
  ],
  [
    'QLinearAdd',
    (g) => dequantised(g, 'QLinearAdd', [...quantised(g, g.input(2, 9)), ...quantised(g, g.weights([9]))]),
  ],
  [
    'QLinearMul',
    (g) => dequantised(g, 'QLinearMul', [...quantised(g, g.input(2, 9)), ...quantised(g, g.weights([9]))]),
  ],
  ['QLinearSigmoid', (g) => dequantised(g, 'QLinearSigmoid', quantised(g, g.input(2, 9)))],
  ['QLinearLeakyRelu', (g) => dequantised(g, 'QLinearLeakyRelu', quantised(g, g.input(2, 9)), { alpha: 0.2 })],
  ['QLinearSoftmax', (g) => dequantised(g, 'QLinearSoftmax', quantised(g, g.input(2, 9)), { opset: 13, axis: -1 })],
  [
    'QLinearAveragePool',
    (g) =>
      dequantised(g, 'QLinearAveragePool', quantised(g, g.input(1, 2, 6, 6)), {
        kernel_shape: [2, 2],
        strides: [2, 2],
      }),
  ],
  ['QLinearGlobalAveragePool', (g) => dequantised(g, 'QLinearGlobalAveragePool', quantised(g, g.input(1, 2, 6, 6)))],
  [
    'QLinearConcat',
    (g) => {
      const [scale, zero] = [g.constant([], Float32Array.of(STEP)), g.unsigned([], [120])]
      const tensors = [...quantised(g, g.input(2, 3)), ...quantised(g, g.input(2, 4))]
      const joined = g.node(on('QLinearConcat'), [scale, zero, ...tensors], { axis: 1 })
      return g.node('DequantizeLinear', [joined, scale, zero])
    },
  ],
  [
    'QGemm to numbers',
    (g) =>
      g.node(
        on('QGemm'),
        [...quantised(g, g.input(3, 4)), ...quantised(g, g.weights([4, 5])), g.int32([5], [100, -200, 300, 0, 50])],
        { alpha: 0.5 },
        FLOATS,
      ),
  ],
  [
    'DynamicQuantizeMatMul',
    (g) => g.node(on('DynamicQuantizeMatMul'), [g.input(3, 4), ...quantised(g, g.weights([4, 5])), g.weights([5])]),
  ],
  [
    'MatMulIntegerToFloat',
    (g) => {
      const [a = '', aScale = '', aZero = ''] = quantised(g, g.input(3, 4))
      const [b = '', bScale = '', bZero = ''] = quantised(g, g.weights([4, 5]))
      return g.node(on('MatMulIntegerToFloat'), [a, b, aScale, bScale, aZero, bZero, g.weights([5])])
    },
  ],
]

describe('operators of ONNX Runtime compute what it computes', () => {
  it.each(CASES)('%s', async (title, build) => {
    const g = new OnnxGraph(3, 17)
    const outputs = [build(g)].flat()
    const path = join(folder, 'model.onnx')
    await writeFile(path, g.build(...outputs))
    const subject = await openSubject(path)
    const expected = await referenceOutputs(subject, path, 'disabled')
    const configuration = { profile: 'convscope', settings: {}, threads: 2, isa } as const
    const run = await execute(subject, configuration)
    for (const [i, name] of outputs.entries()) {
      const { dims, data } = expected.get(name) ?? { dims: [], data: new Float32Array() }
      expect(subject.shaped.dims[subject.shaped.model.outputs[i] ?? -1]).toEqual(dims)
      const actual = run.outputs[i] ?? new Float32Array()
      if (!title.startsWith('QLinear')) expectClose(actual, data, 1e-4, name)
      else
        for (const [at, value] of data.entries()) expect(Math.abs((actual[at] ?? 9) - value)).toBeLessThan(1.01 * STEP)
    }
  })
})

it('GroupNorm, which ONNX Runtime has for other processors only, is GroupNormalization with its channels last', async () => {
  const [own, onnx] = [new OnnxGraph(3, 21), new OnnxGraph(3, 21)]
  const build = (g: OnnxGraph, last: boolean) => {
    const [x, scale, bias] = [g.input(2, 5, 4, 6), g.weights([6], 0.5, 2), g.weights([6])]
    if (last) return g.node(on('GroupNorm'), [x, scale, bias], { groups: 3, activation: 1 })
    const first = g.node('Transpose', [x], { perm: [0, 3, 1, 2] })
    const normal = g.node('GroupNormalization', [first, scale, bias], { num_groups: 3 })
    const active = g.node('Mul', [normal, g.node('Sigmoid', [normal])])
    return g.node('Transpose', [active], { perm: [0, 2, 3, 1] })
  }
  const configuration = { profile: 'convscope', settings: {}, threads: 1, isa } as const
  const results: Float32Array[] = []
  for (const [name, bytes] of [
    ['own.onnx', own.build(build(own, true))],
    ['onnx.onnx', onnx.build(build(onnx, false))],
  ] as const) {
    const path = join(folder, name)
    await writeFile(path, bytes)
    results.push((await execute(await openSubject(path), configuration)).outputs[0] ?? new Float32Array())
  }
  expectClose(results[0] ?? new Float32Array(), results[1] ?? new Float32Array(), 1e-6, 'groups')
})

it.each([
  ['SkipLayerNormalization', 3],
  ['SkipSimplifiedLayerNormalization', 3],
  ['EmbedLayerNormalization', 2],
  ['GroupNorm', 1],
])('%s: outputs that it is asked for beyond those that are computed are named', async (type, computed) => {
  const g = new OnnxGraph(3, 17)
  const inputs = [g.input(2, 3, 8), g.input(2, 3, 8), g.weights([8]), g.weights([8])]
  const outputs = g.nodeWithOutputs(on(type), inputs, 5)
  const path = join(folder, 'more.onnx')
  await writeFile(path, g.build(...outputs))
  const { shaped } = await openSubject(path)
  const { nodes, outputs: given } = shaped.model
  for (const tensor of given) expect(nodes.some((node) => node.outputs.includes(tensor))).toBe(true)
  expect(nodes.at(-1)?.operation.kind).toBe('Unsupported')
  expect(nodes.filter(({ operation }) => operation.kind === 'Unsupported').length).toBeLessThanOrEqual(5 - computed + 1)
})
