// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engine } from './engine'
import { execute, openSubject } from './execute'
import { OnnxGraph } from './onnx-graph'
import { expectClose, referenceOutputs } from './onnx-runtime'

/** Operators, and attributes of operators, that came after the conformance data's opset 17. */

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-opsets-'))
})
afterAll(() => rm(folder, { recursive: true }))

const [isa = 'sse'] = engine().executableIsas

type Build = (g: OnnxGraph) => string

/** A scalar that is only known when the model runs. */
function computed(g: OnnxGraph, value: number): string {
  const nothing = g.node('Mul', [g.input(1), g.constant([1], Float32Array.of(0))])
  return g.node('Squeeze', [g.node('Add', [nothing, g.constant([1], Float32Array.of(value))])])
}

function whole(g: OnnxGraph, value: number): string {
  return g.node('Squeeze', [g.integers(value)])
}

const CASES: readonly (readonly [string, number, Build])[] = [
  [
    'GroupNormalization with factors of the channels',
    21,
    (g) =>
      g.node('GroupNormalization', [g.input(2, 6, 5, 4), g.weights([6], 0.5, 2), g.weights([6])], { num_groups: 3 }),
  ],
  ['LpNormalization', 18, (g) => g.node('LpNormalization', [g.input(2, 6, 5)], { axis: 1, p: 2 })],
  ['LpNormalization by magnitudes', 18, (g) => g.node('LpNormalization', [g.input(2, 6, 5)], { axis: -1, p: 1 })],
  [
    'Pad of chosen axes',
    18,
    (g) =>
      g.node('Pad', [
        g.input(2, 3, 4, 5),
        g.integers(1, 2, 0, 1),
        g.constant([], Float32Array.of(7)),
        g.integers(1, -1),
      ]),
  ],
  ['Pad from the other end', 19, (g) => g.node('Pad', [g.input(3, 4), g.integers(1, 2, 2, 1)], { mode: 'wrap' })],
  [
    'Resize of chosen axes',
    18,
    (g) => g.node('Resize', [g.input(2, 3, 4, 5), '', '', g.integers(7, 3)], { mode: 'cubic', axes: [2, 3] }),
  ],
  [
    'Resize at its proportions, not larger',
    18,
    (g) =>
      g.node('Resize', [g.input(1, 2, 4, 8), '', '', g.integers(6, 10)], {
        mode: 'linear',
        axes: [2, 3],
        keep_aspect_ratio_policy: 'not_larger',
      }),
  ],
  [
    'ScatterElements that keeps the larger',
    18,
    (g) =>
      g.node(
        'ScatterElements',
        [g.input(3, 4), g.node('Reshape', [g.integers(2, 0, 1, 2), g.integers(1, 4)]), g.weights([1, 4], -1, 1)],
        {
          reduction: 'max',
        },
      ),
  ],
  ['reductions with their axes as input', 18, (g) => g.node('ReduceMean', [g.input(2, 3, 4), g.integers(0, -1)])],
  ['Mish', 18, (g) => g.node('Mish', [g.input(3, 40)])],
  ['Gelu', 20, (g) => g.node('Gelu', [g.input(3, 40)])],
  ['RMSNormalization', 23, (g) => g.node('RMSNormalization', [g.input(2, 3, 40), g.weights([40], 0.5, 2)])],
  [
    'LayerNormalization with factors that are broadcast',
    17,
    (g) => g.node('LayerNormalization', [g.input(2, 5, 7), g.weights([2, 1, 7], 0.5, 2), g.weights([5, 7])]),
  ],
  ['Clip between computed bounds', 13, (g) => g.node('Clip', [g.input(3, 4), computed(g, -0.2), computed(g, 0.3)])],
  [
    'Attention, heads side by side, with a past',
    23,
    (g) =>
      g.nodeWithOutputs(
        'Attention',
        [
          ...[g.input(2, 3, 24), g.input(2, 4, 12), g.input(2, 4, 16), ''],
          ...[g.input(2, 2, 5, 6), g.input(2, 2, 5, 8)],
        ],
        3,
        { q_num_heads: 4, kv_num_heads: 2 },
      )[0] ?? '',
  ],
  [
    'Attention that only looks back',
    23,
    (g) => g.node('Attention', [g.input(2, 3, 4, 8), g.input(2, 3, 4, 8), g.input(2, 3, 4, 8)], { is_causal: 1 }),
  ],
  [
    'Attention, heads apart, with a mask and a softcap',
    23,
    (g) =>
      g.node(
        'Attention',
        [g.input(2, 3, 4, 8), g.input(2, 3, 6, 8), g.input(2, 3, 6, 10), g.weights([4, 6], -3, 3)],
        { softcap: 2, scale: 0.7 },
        ['softcap', 'scale'],
      ),
  ],
  [
    'RotaryEmbedding of neighbours, in part',
    23,
    (g) =>
      g.node('RotaryEmbedding', [g.input(2, 3, 5, 8), g.weights([2, 5, 2], -1, 1), g.weights([2, 5, 2], -1, 1)], {
        interleaved: 1,
        rotary_embedding_dim: 4,
      }),
  ],
  [
    'DequantizeLinear of blocks',
    21,
    (g) => {
      const scale = g.constant([3, 2], Float32Array.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6))
      const integers = g.bytes([3, 4], [1, -2, 3, -4, 5, -6, 7, -8, 9, -10, 11, -12])
      return g.node('Mul', [g.input(4), g.node('DequantizeLinear', [integers, scale], { block_size: 2, axis: 1 })])
    },
  ],
  [
    'GridSample of volumes',
    20,
    (g) => g.node('GridSample', [g.input(2, 3, 4, 5, 6), g.weights([2, 2, 3, 4, 3], -1.3, 1.3)], { mode: 'linear' }),
  ],
  [
    'BatchNormalization by what the run is given',
    15,
    (g) => {
      const variance = g.node('Abs', [g.input(3)])
      return g.node('BatchNormalization', [g.input(2, 3, 4), g.input(3), g.input(3), g.input(3), variance])
    },
  ],
  [
    'LSTM that forgets what it does not let in',
    14,
    (g) =>
      g.node('LSTM', [g.input(3, 2, 4), g.weights([1, 12, 4]), g.weights([1, 12, 3])], {
        hidden_size: 3,
        input_forget: 1,
      }),
  ],
  [
    'the mean of whole numbers',
    18,
    (g) => {
      const whole = g.node('Cast', [g.node('Mul', [g.input(4, 5), g.constant([], Float32Array.of(9))])], { to: 6 })
      return g.node('Cast', [g.node('ReduceMean', [whole, g.integers(1)])], { to: 1 })
    },
  ],
  [
    'QuantizeLinear to the type that it states',
    21,
    (g) => {
      const scale = g.constant([], Float32Array.of(0.01))
      return g.node('DequantizeLinear', [g.node('QuantizeLinear', [g.input(3, 4), scale], { output_dtype: 3 }), scale])
    },
  ],
  [
    'LpNormalization of zeros',
    18,
    (g) => {
      const some = g.node('Mul', [g.input(2, 4), g.constant([2, 1], Float32Array.of(0, 1))])
      return g.node('LpNormalization', [some], { axis: 1, p: 2 })
    },
  ],
  ['DFT', 17, (g) => g.node('DFT', [g.input(2, 12, 1)], { axis: 1, onesided: 1 })],
  ['STFT', 17, (g) => g.node('STFT', [g.input(2, 64, 1), whole(g, 8), g.weights([16], 0, 1)])],
  [
    'a sequence that is put together and taken apart',
    17,
    (g) => {
      const x = g.input(5, 4)
      const parts = g.node('SplitToSequence', [x, g.scalar(2)], { axis: 0 })
      const more = g.node('SequenceInsert', [parts, g.weights([3, 4]), g.scalar(1)])
      const fewer = g.node('SequenceErase', [more, g.scalar(0)])
      const together = g.node('ConcatFromSequence', [fewer], { axis: 0 })
      return g.node('Add', [together, g.node('ReduceSum', [g.node('SequenceAt', [more, g.scalar(-1)])])])
    },
  ],
  [
    'a sequence of single rows, and an optional value',
    18,
    (g) => {
      const rows = g.node('SplitToSequence', [g.input(3, 4)], { axis: 0, keepdims: 0 })
      const stacked = g.node('ConcatFromSequence', [g.node('Identity', [rows])], { axis: 1, new_axis: 1 })
      return g.node('OptionalGetElement', [g.node('Optional', [stacked])])
    },
  ],
  ['EyeLike', 9, (g) => g.node('Add', [g.node('EyeLike', [g.input(4, 6)], { k: 1 }), g.weights([6])])],
  ['LpPool', 18, (g) => g.node('LpPool', [g.input(1, 3, 8, 9)], { kernel_shape: [3, 2], strides: [2, 2], p: 3 })],
  ['Col2Im', 18, (g) => g.node('Col2Im', [g.input(1, 12, 16), g.integers(5, 5), g.integers(2, 2)])],
  [
    'shifted bits',
    18,
    (g) => {
      const shifted = g.node('BitShift', [g.unsigned([4], [1, 3, 200, 255]), g.unsigned([4], [7, 1, 2, 0])], {
        direction: 'LEFT',
      })
      return g.node('Mul', [g.input(3, 4), g.node('Cast', [g.node('BitwiseNot', [shifted])], { to: 1 })])
    },
  ],
]

describe('operators of newer opsets compute what ONNX Runtime computes', () => {
  it.each(CASES)('%s', async (_title, opset, build) => {
    const g = new OnnxGraph(3, opset)
    const output = build(g)
    const path = join(folder, 'model.onnx')
    await writeFile(path, g.build(output))
    const subject = await openSubject(path)
    const expected = (await referenceOutputs(subject, path, 'disabled')).get(output)
    for (const threads of [1, 2]) {
      const configuration = { profile: 'convscope', settings: {}, threads, isa } as const
      const { outputs } = await execute(subject, configuration)
      expect(subject.shaped.dims[subject.shaped.model.outputs[0] ?? -1]).toEqual(expected?.dims)
      expectClose(outputs[0] ?? new Float32Array(), expected?.data ?? new Float32Array(), 1e-4, output)
    }
  })

  it('GroupNormalization of opset 18 has factors of the groups', async () => {
    // ONNX Runtime lacks it: against the same as InstanceNormalization.
    const [old, plain] = [new OnnxGraph(3, 18), new OnnxGraph(3, 18)]
    const x = old.input(2, 6, 5, 4)
    const [scale, bias] = [old.weights([3], 0.5, 2), old.weights([3])]
    const grouped = old.node('GroupNormalization', [x, scale, bias], { num_groups: 3 })
    const y = plain.input(2, 6, 5, 4)
    const factors = [plain.weights([3], 0.5, 2), plain.weights([3])]
    const apart = plain.node('Reshape', [y, plain.integers(2, 3, 40)])
    const normal = plain.node('InstanceNormalization', [apart, ...factors])
    const whole = plain.node('Reshape', [normal, plain.integers(2, 6, 5, 4)])
    const configuration = { profile: 'convscope', settings: {}, threads: 1, isa } as const
    const results: Float32Array[] = []
    for (const [name, bytes] of [
      ['old.onnx', old.build(grouped)],
      ['plain.onnx', plain.build(whole)],
    ] as const) {
      const path = join(folder, name)
      await writeFile(path, bytes)
      results.push((await execute(await openSubject(path), configuration)).outputs[0] ?? new Float32Array())
    }
    expectClose(results[0] ?? new Float32Array(), results[1] ?? new Float32Array(), 1e-6, 'groups')
  })
})
