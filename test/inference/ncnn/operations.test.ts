// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Stored } from '../../core/model/support/ncnn-writer'
import { expectTwins, numbers, type Twin, type TwinNode } from './twin'

/** Layers without windows against the same operations of ONNX Runtime. */

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-ncnn-'))
})
afterAll(() => rm(folder, { recursive: true }))

const IMAGE = [4, 6, 9]
const floats = (values: readonly number[], ...dims: number[]) => ({ floats: values, dims })
const scalar = (value: number) => floats([value])
const ints = (...values: number[]) => ({ ints: values })
const plain = (values: readonly number[]): Stored => ({ as: 'plain', values })
const node = (
  op: string,
  operands: TwinNode['operands'],
  attributes: NonNullable<TwinNode['attributes']> = {},
  ...outputs: string[]
): TwinNode => ({ op, operands, attributes, ...(outputs.length > 0 ? { outputs } : {}) })
const float = (value: number) => ({ float: value })

type Case = readonly [name: string, twin: Twin]
const layer = (
  text: string,
  nodes: readonly TwinNode[],
  { weights = [], inputs = [IMAGE], results }: { weights?: Stored[]; inputs?: number[][]; results?: string[] } = {},
): Case => {
  const [type, ...parameters] = text.split(' ')
  const blobs = `${inputs.map((_, i) => `x${i}`).join(',')}>${(results ?? ['y']).join(',')}`
  const layers = [`${type} layer ${blobs} ${parameters.join(' ')}`]
  const compared = results === undefined ? {} : { results: results.map((name) => [name, name] as const) }
  return [
    `${text} of ${inputs.map((dims) => dims.join('×')).join(', ')}`,
    { inputs, layers, weights, nodes, ...compared },
  ]
}
const unary = (text: string, op: string, attributes: NonNullable<TwinNode['attributes']> = {}) =>
  layer(text, [node(op, ['x0'], attributes)])
/** Of values above 0. */
const positive = (text: string, op: string): Case => {
  const [type, parameters] = text.split(' ')
  const layers = ['AbsVal abs x0>a', `${type} layer a>y ${parameters}`]
  return [text, { inputs: [IMAGE], layers, nodes: [node('Abs', ['x0'], {}, 'a'), node(op, ['a'])] }]
}

const FUNCTIONS: readonly Case[] = [
  unary('ReLU', 'Relu'),
  unary('ReLU 0=0.25', 'LeakyRelu', { alpha: float(0.25) }),
  layer('Clip 0=-0.5 1=0.25', [node('Clip', ['x0', scalar(-0.5), scalar(0.25)])]),
  layer('Clip 0=0.125', [node('Clip', ['x0', scalar(0.125)])]),
  unary('Sigmoid', 'Sigmoid'),
  unary('TanH', 'Tanh'),
  layer('Swish', [node('Sigmoid', ['x0'], {}, 's'), node('Mul', ['x0', 's'])]),
  unary('Mish', 'Mish'),
  unary('ELU', 'Elu', { alpha: float(0.1) }),
  unary('ELU 0=0.5', 'Elu', { alpha: float(0.5) }),
  unary('SELU', 'Selu'),
  unary('CELU 0=2.0', 'Celu', { alpha: float(2) }),
  unary('HardSigmoid', 'HardSigmoid'),
  layer('HardSwish', [node('HardSigmoid', ['x0'], {}, 'h'), node('Mul', ['x0', 'h'])]),
  unary('HardSwish 0=1.666667e-01', 'HardSwish'),
  unary('GELU', 'Gelu'),
  unary('GELU 0=1', 'Gelu', { approximate: 'tanh' }),
  unary('Softplus', 'Softplus'),
  unary('BNLL', 'Softplus'),
  unary('AbsVal', 'Abs'),
  unary('Erf', 'Erf'),
  layer('Threshold 0=0.25', [node('Greater', ['x0', scalar(0.25)], {}, 'g'), node('Cast', ['g'], { to: 1 })]),
  layer('Power 0=2.0 1=0.5 2=0.25', [
    node('Mul', ['x0', scalar(0.5)], {}, 'm'),
    node('Add', ['m', scalar(0.25)], {}, 'a'),
    node('Pow', ['a', scalar(2)]),
  ]),
  unary('Exp', 'Exp'),
  layer('Exp 0=2.0 1=3.0', [node('Mul', ['x0', scalar(3)], {}, 'm'), node('Pow', [scalar(2), 'm'])]),
  layer('Log 0=2.0 2=1.5', [
    node('Add', ['x0', scalar(1.5)], {}, 'a'),
    node('Log', ['a'], {}, 'l'),
    node('Mul', ['l', scalar(1 / Math.LN2)]),
  ]),
  ...['Abs', 'Neg', 'Floor', 'Ceil'].map((op, i) => unary(`UnaryOp 0=${i}`, op)),
  layer('UnaryOp 0=4', [node('Mul', ['x0', 'x0'])]),
  positive('UnaryOp 0=5', 'Sqrt'),
  unary('UnaryOp 0=7', 'Exp'),
  positive('UnaryOp 0=8', 'Log'),
  ...['Sin', 'Cos', 'Tan'].map((op, i) => unary(`UnaryOp 0=${9 + i}`, op)),
  unary('UnaryOp 0=14', 'Atan'),
  unary('UnaryOp 0=15', 'Reciprocal'),
  unary('UnaryOp 0=16', 'Tanh'),
  unary('UnaryOp 0=20', 'Sign'),
  unary('UnaryOp 0=22', 'Sinh'),
  unary('Softmax', 'Softmax', { axis: 1 }),
  unary('Softmax 0=2 1=1', 'Softmax', { axis: 3 }),
  unary('Softmax 0=-1 1=1', 'Softmax', { axis: -1 }),
  unary('Dropout', 'Identity'),
  layer('Dropout 0=0.5', [node('Mul', ['x0', scalar(0.5)])]),
]

const two = (text: string, nodes: readonly TwinNode[], other = IMAGE) => layer(text, nodes, { inputs: [IMAGE, other] })
const BINARY: readonly Case[] = [
  ...['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min'].map((op, i) => two(`BinaryOp 0=${i}`, [node(op, ['x0', 'x1'])])),
  two('BinaryOp 0=7', [node('Sub', ['x1', 'x0'])]),
  two('BinaryOp 0=8', [node('Div', ['x1', 'x0'])]),
  ...['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min'].map((op, i) =>
    layer(`BinaryOp 0=${i} 1=1 2=0.75`, [node(op, ['x0', scalar(0.75)])]),
  ),
  layer('BinaryOp 0=7 1=1 2=0.75', [node('Sub', [scalar(0.75), 'x0'])]),
  layer('BinaryOp 0=8 1=1 2=0.75', [node('Div', [scalar(0.75), 'x0'])]),
  layer('BinaryOp 0=6 1=1 2=2.0', [node('Pow', ['x0', scalar(2)])]),
  layer('BinaryOp 0=9 1=1 2=2.0', [node('Pow', [scalar(2), 'x0'])]),
  // A vector stands for channels, or, where it does not fit them, for a row.
  two('BinaryOp', [node('Unsqueeze', ['x1', ints(2, 3)], {}, 'u'), node('Add', ['x0', 'u'])], [4]),
  two('BinaryOp', [node('Add', ['x0', 'x1'])], [9]),
  two('BinaryOp 0=2', [node('Unsqueeze', ['x1', ints(3)], {}, 'u'), node('Mul', ['x0', 'u'])], [4, 6]),
  two('BinaryOp 0=2', [node('Mul', ['x0', 'x1'])], [4, 1, 1]),
  two('BinaryOp', [node('Unsqueeze', ['x1', ints(2, 3)], {}, 'u'), node('Add', ['x0', 'u'])], [1]),
  layer('BinaryOp 0=1', [node('Unsqueeze', ['x0', ints(2, 3)], {}, 'u'), node('Sub', ['u', 'x1'])], {
    inputs: [[4], IMAGE],
  }),
  two('Eltwise 0=0', [node('Mul', ['x0', 'x1'])]),
  two('Eltwise 0=1', [node('Add', ['x0', 'x1'])]),
  two('Eltwise 0=1 -23301=2,1.0,-0.5', [node('Mul', ['x1', scalar(-0.5)], {}, 'm'), node('Add', ['x0', 'm'])]),
  layer('Eltwise 0=2', [node('Max', ['x0', 'x1', 'x2'])], { inputs: [IMAGE, IMAGE, IMAGE] }),
]

const C = numbers(4, 11)
const D = numbers(4, 12)
const POSITIVE = numbers(4, 13).map((value) => Math.abs(value) + 0.5)
const VECTOR = (values: readonly number[]) => floats(values, values.length)
const perChannel = (values: readonly number[]) => floats(values, values.length, 1, 1)
const layerNorm = (...outputs: string[]) =>
  node(
    'LayerNormalization',
    ['x0', VECTOR(numbers(9, 15)), VECTOR(numbers(9, 16))],
    { epsilon: float(1e-3) },
    ...outputs,
  )
const LAYER_WEIGHTS = [plain(numbers(9, 15)), plain(numbers(9, 16))]

const NORMS: readonly Case[] = [
  layer(
    'BatchNorm 0=4 1=0.001',
    [
      node('BatchNormalization', ['x0', VECTOR(C), VECTOR(D), VECTOR(numbers(4, 14)), VECTOR(POSITIVE)], {
        epsilon: float(1e-3),
      }),
    ],
    { weights: [C, numbers(4, 14), POSITIVE, D].map(plain) },
  ),
  layer('Scale 0=4 1=1', [node('Mul', ['x0', perChannel(C)], {}, 'm'), node('Add', ['m', perChannel(D)])], {
    weights: [plain(C), plain(D)],
  }),
  layer('Scale 0=4', [node('Mul', ['x0', perChannel(C)])], { weights: [plain(C)] }),
  two('Scale 0=-233', [node('Unsqueeze', ['x1', ints(2, 3)], {}, 'u'), node('Mul', ['x0', 'u'])], [4]),
  layer('Bias 0=4', [node('Add', ['x0', perChannel(C)])], { weights: [plain(C)] }),
  layer('PReLU 0=4', [node('PRelu', ['x0', perChannel(C)])], { weights: [plain(C)] }),
  layer('PReLU 0=1', [node('PRelu', ['x0', VECTOR([0.5])])], { weights: [plain([0.5])] }),
  unary('LRN 1=3 2=0.5 3=0.75 4=2.0', 'LRN', { size: 3, alpha: float(0.5), beta: float(0.75), bias: float(2) }),
  layer('LRN 0=1 1=3 2=0.5', [
    node('Mul', ['x0', 'x0'], {}, 's'),
    node('AveragePool', ['s'], { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 }, 'p'),
    node('Mul', ['p', scalar(0.5)], {}, 'a'),
    node('Add', ['a', scalar(1)], {}, 'b'),
    node('Pow', ['b', scalar(0.75)], {}, 'c'),
    node('Div', ['x0', 'c']),
  ]),
  layer(
    'Normalize 2=0.01 3=4',
    [
      node('ReduceSumSquare', ['x0', ints(1)], {}, 's'),
      node('Add', ['s', scalar(0.01)], {}, 'a'),
      node('Sqrt', ['a'], {}, 'r'),
      node('Div', ['x0', 'r'], {}, 'd'),
      node('Mul', ['d', perChannel(C)]),
    ],
    { weights: [plain(C)] },
  ),
  layer(
    'Normalize 0=1 1=1 2=0.01 3=1 9=1',
    [
      node('ReduceL2', ['x0', ints(1, 2, 3)], {}, 's'),
      node('Max', ['s', scalar(0.01)], {}, 'r'),
      node('Div', ['x0', 'r'], {}, 'd'),
      node('Mul', ['d', scalar(2)]),
    ],
    { weights: [plain([2])] },
  ),
  layer(
    'InstanceNorm 0=4 1=0.001',
    [node('InstanceNormalization', ['x0', VECTOR(C), VECTOR(D)], { epsilon: float(1e-3) })],
    { weights: [plain(C), plain(D)] },
  ),
  layer('InstanceNorm 0=4 1=0.001 2=0', [
    node('InstanceNormalization', ['x0', VECTOR([1, 1, 1, 1]), VECTOR([0, 0, 0, 0])], { epsilon: float(1e-3) }),
  ]),
  layer(
    'GroupNorm 0=2 1=4 2=0.001',
    [
      node('Reshape', ['x0', ints(1, 2, -1)], {}, 'g'),
      node('InstanceNormalization', ['g', VECTOR([1, 1]), VECTOR([0, 0])], { epsilon: float(1e-3) }, 'n'),
      node('Reshape', ['n', ints(1, ...IMAGE)], {}, 'r'),
      node('Mul', ['r', perChannel(C)], {}, 'm'),
      node('Add', ['m', perChannel(D)]),
    ],
    { weights: [plain(C), plain(D)] },
  ),
  layer('LayerNorm 0=9', [layerNorm()], { weights: LAYER_WEIGHTS }),
  layer('LayerNorm 0=9', [layerNorm()], { weights: LAYER_WEIGHTS, inputs: [[5, 9]] }),
  layer('LayerNorm 0=54 2=0', [
    node('Reshape', ['x0', ints(1, 4, 54)], {}, 'r'),
    node('LayerNormalization', ['r', VECTOR(new Array(54).fill(1))], { epsilon: float(1e-3) }, 'n'),
    node('Reshape', ['n', ints(1, ...IMAGE)]),
  ]),
]

const reduce = (text: string, op: string, axes: readonly number[], keepdims: number, ...more: TwinNode[]) =>
  layer(text, [node(op, ['x0', ints(...axes)], { keepdims }, ...(more.length > 0 ? ['r'] : [])), ...more])
const flat = node('Reshape', ['r', ints(1, 1)])
const REDUCTIONS: readonly Case[] = [
  reduce('Reduction 0=0 1=0 -23303=2,1,2 4=1 5=1', 'ReduceSum', [2, 3], 1),
  reduce('Reduction 0=3 1=0 3=-1,-2 4=0 5=1', 'ReduceMean', [2, 3], 0),
  reduce('Reduction 0=4 1=0 -23303=1,0 5=1', 'ReduceMax', [1], 0),
  reduce('Reduction 0=5', 'ReduceMin', [1, 2, 3], 1, flat),
  reduce('Reduction 0=1 4=1', 'ReduceL1', [1, 2, 3], 1),
  reduce('Reduction 0=2 2=0.5', 'ReduceSumSquare', [1, 2, 3], 1, flat).map((each, i) =>
    i === 0
      ? each
      : {
          ...(each as Twin),
          nodes: [
            ...(each as Twin).nodes.slice(0, 1),
            node('Reshape', ['r', ints(1, 1)], {}, 'f'),
            node('Mul', ['f', scalar(0.5)]),
          ],
        },
  ) as unknown as Case,
  reduce('Reduction 0=8 1=0 -23303=1,2 4=1 5=1', 'ReduceL2', [3], 1),
  reduce('Reduction 0=10 1=0 -23303=1,2 4=1 5=1', 'ReduceLogSumExp', [3], 1),
]

describe.each([
  ['functions', FUNCTIONS],
  ['arithmetic', BINARY],
  ['normalisation', NORMS],
  ['reductions', REDUCTIONS],
])('%s of ncnn', (_, cases) => {
  it.each(cases)('%s', (_text, twin) => expectTwins(twin, folder))
})
