// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Stored } from '../../core/model/support/ncnn-writer'
import { expectTwins, numbers, type Twin, type TwinNode } from './twin'

/** Every layer type against the same operation of ONNX Runtime. */

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-ncnn-'))
})
afterAll(() => rm(folder, { recursive: true }))

const IMAGE = [4, 7, 9]
const floats = (values: readonly number[], ...dims: number[]) => ({ floats: values, dims })
const ints = (...values: number[]) => ({ ints: values })
const stored = (values: readonly number[], as: Stored['as'] = 'floats'): Stored => ({ as, values })
const plain = (values: readonly number[]): Stored => ({ as: 'plain', values })
const node = (
  op: string,
  operands: TwinNode['operands'],
  attributes: NonNullable<TwinNode['attributes']> = {},
  ...outputs: string[]
): TwinNode => ({ op, operands, attributes, ...(outputs.length > 0 ? { outputs } : {}) })

type Case = readonly [name: string, twin: Twin]
/** A layer of one image. */
const layer = (
  text: string,
  nodes: readonly TwinNode[],
  weights: readonly Stored[] = [],
  inputs: Twin['inputs'] = [IMAGE],
): Case => {
  const [type, ...parameters] = text.split(' ')
  const blobs = inputs.map((_, i) => `x${i}`).join(',')
  return [text, { inputs, layers: [`${type} layer ${blobs}>y ${parameters.join(' ')}`], weights, nodes }]
}

const KERNEL = numbers(6 * 4 * 3 * 3, 1)
const BIAS = numbers(6, 2)
const conv = (attributes: TwinNode['attributes'] = {}, ...outputs: string[]) =>
  node('Conv', ['x0', floats(KERNEL, 6, 4, 3, 3), floats(BIAS, 6)], attributes ?? {}, ...outputs)
const CONV = 'Convolution 0=6 1=3 5=1 6=216'
const CONV_WEIGHTS = [stored(KERNEL), plain(BIAS)]

/** activation_type, its parameters, and the same in ONNX. */
const ACTIVATIONS: readonly (readonly [string, readonly TwinNode[]])[] = [
  ['9=1', [node('Relu', ['c'])]],
  ['9=2 -23310=1,0.25', [node('LeakyRelu', ['c'], { alpha: { float: 0.25 } })]],
  ['9=3 -23310=2,0.0,6.0', [node('Clip', ['c', floats([0]), floats([6])])]],
  ['9=3 10=-0.5,0.75', [node('Clip', ['c', floats([-0.5]), floats([0.75])])]],
  ['9=4', [node('Sigmoid', ['c'])]],
  ['9=5', [node('Mish', ['c'])]],
  ['9=6 -23310=2,1.666667e-01,5.000000e-01', [node('HardSwish', ['c'])]],
  [
    '9=6 -23310=2,0.25,0.5',
    [node('HardSigmoid', ['c'], { alpha: { float: 0.25 }, beta: { float: 0.5 } }, 'h'), node('Mul', ['c', 'h'])],
  ],
].map(([text, nodes]) => [
  text as string,
  (nodes as TwinNode[]).map((each) => ({
    ...each,
    operands: each.operands.map((operand) =>
      typeof operand === 'object' && 'floats' in operand ? { floats: operand.floats, dims: [] } : operand,
    ),
  })),
])

const int8 = Array.from({ length: 216 }, (_, i) => ((i * 37) % 255) - 127)
const scales = [64, 32, 128, 16, 64, 256]
const dequantised = int8.map((value, i) => value / (scales[Math.floor(i / 36)] ?? 1))
const coarse = KERNEL.map((value) => Math.round(value * 8) / 8)

const DEPTHWISE = numbers(4 * 9, 3)
const GROUPED = numbers(6 * 2 * 9, 4)
const TRANSPOSED = numbers(6 * 4 * 9, 5)
/** [outputs, inputs, …] as ONNX has them: inputs first, within every group. */
function inputsFirst(values: readonly number[], outputs: number, inputs: number, group = 1): number[] {
  const size = values.length / (outputs * inputs * group)
  return Array.from({ length: values.length }, (_, at) => {
    const [g, i, o, k] = [
      Math.floor(at / (outputs * inputs * size)),
      Math.floor(at / (outputs * size)) % inputs,
      Math.floor(at / size) % outputs,
      at % size,
    ]
    return values[((g * outputs + o) * inputs + i) * size + k] ?? 0
  })
}

const CONVOLUTIONS: readonly Case[] = [
  layer(CONV, [conv()], CONV_WEIGHTS),
  layer('Convolution 0=6 1=3 6=216', [node('Conv', ['x0', floats(KERNEL, 6, 4, 3, 3)])], [stored(KERNEL)]),
  layer(`${CONV} 4=1`, [conv({ pads: [1, 1, 1, 1] })], CONV_WEIGHTS),
  layer(`${CONV} 4=1 15=2 14=0 16=3 3=2 13=1`, [conv({ pads: [0, 1, 3, 2], strides: [1, 2] })], CONV_WEIGHTS),
  layer(`${CONV} 2=2 12=1 4=2`, [conv({ pads: [2, 2, 2, 2], dilations: [1, 2] })], CONV_WEIGHTS),
  layer(`${CONV} 4=-233 3=2`, [conv({ auto_pad: 'SAME_UPPER', strides: [2, 2] })], CONV_WEIGHTS),
  layer(`${CONV} 4=-234 3=2`, [conv({ auto_pad: 'SAME_LOWER', strides: [2, 2] })], CONV_WEIGHTS),
  layer(
    `${CONV} 4=1 18=0.5`,
    [
      node('Pad', ['x0', ints(0, 0, 1, 1, 0, 0, 1, 1), { floats: [0.5], dims: [] }], {}, 'p'),
      node('Conv', ['p', floats(KERNEL, 6, 4, 3, 3), floats(BIAS, 6)]),
    ],
    CONV_WEIGHTS,
  ),
  layer(
    'Convolution 0=6 1=3 11=2 6=144',
    [node('Conv', ['x0', floats(KERNEL.slice(0, 144), 6, 4, 2, 3)])],
    [stored(KERNEL.slice(0, 144))],
  ),
  ...ACTIVATIONS.map(([text, nodes]) => layer(`${CONV} ${text}`, [conv({}, 'c'), ...nodes], CONV_WEIGHTS)),
  layer(`${CONV} 30=3,7,5,6`, [conv()], [stored(KERNEL, 'halves'), plain(BIAS)]),
  layer(`${CONV} 31=64`, [conv()], [stored(KERNEL, 'scaledFloats'), plain(BIAS)]),
  layer(
    `${CONV} 8=2`,
    [node('Conv', ['x0', floats(dequantised, 6, 4, 3, 3), floats(BIAS, 6)])],
    [stored(int8, 'bytes'), plain(BIAS), plain(scales), plain([20])],
  ),
  layer(
    `${CONV} 8=102`,
    [node('Conv', ['x0', floats(dequantised, 6, 4, 3, 3), floats(BIAS, 6)])],
    [stored(int8, 'bytes'), plain(BIAS), plain(scales), plain([20]), plain([30])],
  ),
  layer(
    CONV,
    [node('Conv', ['x0', floats(coarse, 6, 4, 3, 3), floats(BIAS, 6)])],
    [stored(coarse, 'table'), plain(BIAS)],
  ),
  layer(
    'Convolution 0=6 1=1 5=1 6=24',
    [node('Gemm', ['x0', floats(KERNEL.slice(0, 24), 6, 4), floats(BIAS, 6)], { transB: 1 })],
    [stored(KERNEL.slice(0, 24)), plain(BIAS)],
    [[4]],
  ),
  layer(
    'ConvolutionDepthWise 0=4 1=3 4=1 5=1 6=36 7=4',
    [
      node('Conv', ['x0', floats(DEPTHWISE, 4, 1, 3, 3), floats(BIAS.slice(0, 4), 4)], {
        group: 4,
        pads: [1, 1, 1, 1],
      }),
    ],
    [stored(DEPTHWISE, 'halves'), plain(BIAS.slice(0, 4))],
  ),
  layer(
    'ConvolutionDepthWise 0=6 1=3 5=1 6=108 7=2 9=1',
    [node('Conv', ['x0', floats(GROUPED, 6, 2, 3, 3), floats(BIAS, 6)], { group: 2 }, 'c'), node('Relu', ['c'])],
    [stored(GROUPED), plain(BIAS)],
  ),
  layer(
    'ConvolutionDepthWise 0=4 1=3 6=36 7=4 8=1',
    [
      node(
        'Conv',
        [
          'x0',
          floats(
            int8.slice(0, 36).map((v, i) => v / (scales[Math.floor(i / 9)] ?? 1)),
            4,
            1,
            3,
            3,
          ),
        ],
        {
          group: 4,
        },
      ),
    ],
    [stored(int8.slice(0, 36), 'bytes'), plain(scales.slice(0, 4)), plain([20])],
  ),
  layer(
    'ConvolutionDepthWise 0=4 1=3 6=36 7=4 8=2',
    [
      node(
        'Conv',
        [
          'x0',
          floats(
            int8.slice(0, 36).map((v) => v / 64),
            4,
            1,
            3,
            3,
          ),
        ],
        { group: 4 },
      ),
    ],
    [stored(int8.slice(0, 36), 'bytes'), plain([64]), plain([20])],
  ),
  layer(
    'Deconvolution 0=6 1=3 3=2 4=1 18=1 5=1 6=216',
    [
      node('ConvTranspose', ['x0', floats(inputsFirst(TRANSPOSED, 6, 4), 4, 6, 3, 3), floats(BIAS, 6)], {
        strides: [2, 2],
        pads: [1, 1, 1, 1],
        output_padding: [1, 1],
      }),
    ],
    [stored(TRANSPOSED), plain(BIAS)],
  ),
  layer(
    'Deconvolution 0=6 1=3 3=2 4=-233 20=18 21=14 6=216 9=2 -23310=1,0.5',
    [
      node(
        'ConvTranspose',
        ['x0', floats(inputsFirst(TRANSPOSED, 6, 4), 4, 6, 3, 3)],
        {
          strides: [2, 2],
          pads: [0, 0, 1, 1],
        },
        'c',
      ),
      node('LeakyRelu', ['c'], { alpha: { float: 0.5 } }),
    ],
    [stored(TRANSPOSED, 'halves')],
  ),
  layer(
    'DeconvolutionDepthWise 0=4 1=3 3=2 5=1 6=36 7=4',
    [
      node('ConvTranspose', ['x0', floats(DEPTHWISE, 4, 1, 3, 3), floats(BIAS.slice(0, 4), 4)], {
        strides: [2, 2],
        group: 4,
      }),
    ],
    [stored(DEPTHWISE), plain(BIAS.slice(0, 4))],
  ),
  layer(
    'DeconvolutionDepthWise 0=6 1=3 6=108 7=2',
    [node('ConvTranspose', ['x0', floats(inputsFirst(GROUPED, 3, 2, 2), 4, 3, 3, 3)], { group: 2 })],
    [stored(GROUPED)],
  ),
]

const DENSE = numbers(5 * 252, 6)
const dense = (...outputs: string[]) =>
  node('Gemm', ['f', floats(DENSE, 5, 252), floats(BIAS.slice(0, 5), 5)], { transB: 1 }, ...outputs)
const ROWS = numbers(6 * 5, 7)

const MATRICES: readonly Case[] = [
  layer(
    'InnerProduct 0=5 1=1 2=1260',
    [node('Flatten', ['x0'], {}, 'f'), dense()],
    [stored(DENSE), plain(BIAS.slice(0, 5))],
  ),
  layer(
    'InnerProduct 0=5 1=1 2=1260 9=4',
    [node('Flatten', ['x0'], {}, 'f'), dense('d'), node('Sigmoid', ['d'])],
    [stored(DENSE, 'halves'), plain(BIAS.slice(0, 5))],
  ),
  layer(
    'InnerProduct 0=6 2=30',
    [node('MatMul', ['x0', floats(inputsFirst(ROWS, 6, 5), 5, 6)])],
    [stored(ROWS)],
    [[3, 5]],
  ),
  layer(
    'MatMul',
    [node('MatMul', ['x0', 'x1'])],
    [],
    [
      [3, 4],
      [4, 5],
    ],
  ),
  layer(
    'MatMul 0=1',
    [node('Transpose', ['x1'], { perm: [0, 1, 3, 2] }, 't'), node('MatMul', ['x0', 't'])],
    [],
    [
      [2, 3, 4],
      [2, 5, 4],
    ],
  ),
  layer(
    'MatMul',
    [node('Unsqueeze', ['x0', ints(1)], {}, 'u'), node('MatMul', ['u', 'x1'], {}, 'm'), node('Flatten', ['m'])],
    [],
    [[4], [4, 5]],
  ),
  layer(
    'Gemm 3=1 5=1 6=1 8=6 9=5 10=4',
    [node('MatMul', ['x0', floats(inputsFirst(ROWS, 6, 5), 5, 6)], {}, 'm'), node('Add', ['m', floats(BIAS, 1, 6)])],
    [stored(ROWS), stored(BIAS)],
    [[3, 5]],
  ),
  layer(
    'Gemm 0=0.5 1=2.0',
    [
      node('MatMul', ['x0', 'x1'], {}, 'm'),
      node('Mul', ['m', floats([0.5])], {}, 'h'),
      node('Mul', ['x2', floats([2])], {}, 'd'),
      node('Add', ['h', 'd']),
    ],
    [],
    [
      [3, 4],
      [4, 5],
      [3, 5],
    ],
  ),
]

const pool = (op: string, attributes: NonNullable<TwinNode['attributes']>) => [node(op, ['x0'], attributes)]
const POOLS: readonly Case[] = [
  layer('Pooling 0=0 1=3 2=2', pool('MaxPool', { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 })),
  layer('Pooling 0=0 1=2 2=2', pool('MaxPool', { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 })),
  layer('Pooling 0=1 1=2 2=2', pool('AveragePool', { kernel_shape: [2, 2], strides: [2, 2], ceil_mode: 1 })),
  layer(
    'Pooling 0=0 1=3 11=2 2=2 12=1 3=1 13=0 5=1',
    pool('MaxPool', { kernel_shape: [2, 3], strides: [1, 2], pads: [0, 1, 0, 1] }),
  ),
  layer(
    'Pooling 0=1 1=3 2=2 3=1 5=1',
    pool('AveragePool', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }),
  ),
  layer(
    'Pooling 0=1 1=3 2=2 3=1 5=1 6=1',
    pool('AveragePool', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], count_include_pad: 1 }),
  ),
  layer('Pooling 0=0 1=3 2=2 5=2', pool('MaxPool', { kernel_shape: [3, 3], strides: [2, 2], auto_pad: 'SAME_UPPER' })),
  layer('Pooling 0=0 1=2 2=2 5=3', pool('MaxPool', { kernel_shape: [2, 2], strides: [2, 2], auto_pad: 'SAME_LOWER' })),
  layer('Pooling 0=0 4=1', [node('GlobalMaxPool', ['x0'], {}, 'g'), node('Flatten', ['g'])]),
  layer('Pooling 0=1 4=1', [node('GlobalAveragePool', ['x0'], {}, 'g'), node('Flatten', ['g'])]),
  layer('Pooling 0=1 7=1 8=1', [node('GlobalAveragePool', ['x0'])]),
  layer('Pooling 0=1 7=1 8=3 18=7', pool('AveragePool', { kernel_shape: [1, 3], strides: [1, 3] })),
  layer('Pooling 0=0 7=1 8=-233 18=1', pool('MaxPool', { kernel_shape: [7, 1], strides: [1, 1] })),
]

describe.each([
  ['convolutions', CONVOLUTIONS],
  ['matrices', MATRICES],
  ['pools', POOLS],
])('%s of ncnn', (_, cases) => {
  it.each(cases)('%s', (_text, twin) => expectTwins(twin, folder))
})
