// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Stored } from '../../core/model/support/ncnn-writer'
import { expectTwins, numbers, type Twin, type TwinNode } from './twin'

/** Layers that move elements, resize images and attend, against the same operations of ONNX Runtime. */

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-ncnn-'))
})
afterAll(() => rm(folder, { recursive: true }))

const IMAGE = [8, 4, 6]
const ints = (...values: number[]) => ({ ints: values })
const node = (
  op: string,
  operands: TwinNode['operands'],
  attributes: NonNullable<TwinNode['attributes']> = {},
  ...outputs: string[]
): TwinNode => ({ op, operands, attributes, ...(outputs.length > 0 ? { outputs } : {}) })

type Case = readonly [name: string, twin: Twin]
interface Options {
  readonly inputs?: readonly (readonly number[])[]
  readonly results?: readonly string[]
  readonly weights?: readonly Stored[]
}
const layer = (text: string, nodes: readonly TwinNode[], options: Options = {}): Case => {
  const { inputs = [IMAGE], results, weights = [] } = options
  const [type, ...parameters] = text.split(' ')
  const blobs = `${inputs.map((_, i) => `x${i}`).join(',')}>${(results ?? ['y']).join(',')}`
  const layers = [`${type} layer ${blobs} ${parameters.join(' ')}`]
  const compared = results === undefined ? {} : { results: results.map((name) => [name, name] as const) }
  return [
    `${text} of ${inputs.map((dims) => dims.join('×')).join(', ')}`,
    { inputs, layers, weights, nodes, ...compared },
  ]
}

const PARTS = { results: ['p', 'q', 'r'] }
const split = (axis: number, ...sizes: number[]) => node('Split', ['x0', ints(...sizes)], { axis }, 'p', 'q', 'r')
const slice = (starts: number[], ends: number[], axes: number[]) =>
  node('Slice', ['x0', ints(...starts), ints(...ends), ints(...axes)])
const reshape = (...shape: number[]) => node('Reshape', ['x0', ints(...shape)])
const transpose = (...perm: number[]) => node('Transpose', ['x0'], { perm })
const shuffle = (first: number[], ...perm: number[]) => [
  node('Reshape', ['x0', ints(1, ...first)], {}, 'r'),
  node('Transpose', ['r'], { perm }, 't'),
]
const volume = { inputs: [[2, 3, 4, 5]] }

const MOVES: readonly Case[] = [
  layer('Concat', [node('Concat', ['x0', 'x1'], { axis: 1 })], { inputs: [IMAGE, [3, 4, 6]] }),
  layer('Concat 0=-1', [node('Concat', ['x0', 'x1'], { axis: 3 })], { inputs: [IMAGE, [8, 4, 2]] }),
  layer('Concat 0=1', [node('Concat', ['x0', 'x1'], { axis: 2 })], {
    inputs: [
      [3, 5],
      [3, 2],
    ],
  }),
  layer('Slice -23300=3,2,3,-233', [split(1, 2, 3, 3)], PARTS),
  layer('Slice -23300=3,-233,-233,-233', [split(1, 2, 3, 3)], PARTS),
  layer('Slice 0=-233,-233,-233 1=2', [split(3, 2, 2, 2)], PARTS),
  layer('Slice -23302=2,1,5', [split(1, 1, 4, 3)], PARTS),
  layer('Split', [node('Identity', ['x0'], {}, 'p'), node('Identity', ['x0'], {}, 'q')], { results: ['p', 'q'] }),
  layer('Crop -23309=1,2 -23310=1,6 -23311=1,0', [slice([2], [6], [1])]),
  layer('Crop -23309=2,-3,1 -23310=2,-233,-1 -23311=2,-2,-1', [slice([-3, 1], [99, -1], [2, 3])]),
  layer('Crop 0=1 1=1 2=2 3=3 4=2 5=4', [slice([2, 1, 1], [6, 3, 4], [1, 2, 3])]),
  layer('Crop 0=1 6=2 3=-233 4=-233 5=-233', [slice([1], [4], [3])]),
  layer('Crop 0=1 6=2 3=2 4=-233 5=-233', [slice([1], [3], [3])]),
  layer('Crop 0=2 1=1', [slice([1, 2], [3, 5], [2, 3])], { inputs: [IMAGE, [8, 2, 3]] }),
  layer('Padding 0=1 1=2 2=3 3=0 5=0.5', [
    node('Pad', ['x0', ints(0, 0, 1, 3, 0, 0, 2, 0), { floats: [0.5], dims: [] }]),
  ]),
  layer('Padding 0=1 1=1 2=1 3=1 4=1', [node('Pad', ['x0', ints(0, 0, 1, 1, 0, 0, 1, 1)], { mode: 'edge' })]),
  layer('Padding 0=1 1=2 2=1 3=2 4=2', [node('Pad', ['x0', ints(0, 0, 1, 1, 0, 0, 2, 2)], { mode: 'reflect' })]),
  layer('Padding 7=2 8=1', [node('Pad', ['x0', ints(0, 2, 0, 0, 0, 1, 0, 0)])]),
  layer('Reshape 0=-1', [reshape(1, 192)]),
  layer('Reshape 0=6 1=-1', [reshape(1, 32, 6)]),
  layer('Reshape 0=12 1=2 2=-1', [reshape(1, 8, 2, 12)]),
  layer('Reshape 0=0 1=-1', [reshape(1, 32, 6)]),
  layer('Reshape 0=3 1=2 11=0 2=0', [reshape(1, 2, 3, 2, 3)], { inputs: [[2, 3, 2, 3]] }),
  layer('Reshape 0=0 1=2 2=-1', [reshape(1, 3, 2, 5)], { inputs: [[6, 5]] }),
  layer('Flatten', [node('Flatten', ['x0'])]),
  ...[
    [0, 2, 1, 3],
    [0, 2, 3, 1],
    [0, 3, 1, 2],
    [0, 3, 2, 1],
  ].map(([, a = 0, b = 0, c = 0], i) =>
    // The order's number lists axes innermost first: WCH, CWH, HCW, CHW.
    layer(`Permute 0=${i + 2}`, [
      transpose(
        0,
        ...([
          [2, 1, 3],
          [2, 3, 1],
          [3, 1, 2],
          [3, 2, 1],
        ][i] ?? [a, b, c]),
      ),
    ]),
  ),
  layer('Permute 0=1', [transpose(0, 1, 3, 2)]),
  layer('Permute 0=1', [transpose(0, 2, 1)], { inputs: [[4, 6]] }),
  layer(
    'Permute 0=17',
    [transpose(0, 4, 3, 2, 1)].map(() => transpose(0, 3, 4, 2, 1)),
    volume,
  ),
  layer('Squeeze 0=1', [node('Squeeze', ['x0', ints(3)])], { inputs: [[3, 4, 1]] }),
  layer('Squeeze -23303=2,1,-1', [node('Squeeze', ['x0', ints(2, 3)])], { inputs: [[3, 1, 1]] }),
  layer('ExpandDims -23303=2,1,-1', [node('Unsqueeze', ['x0', ints(2, 3)])], { inputs: [[5]] }),
  layer('ExpandDims 2=1', [node('Unsqueeze', ['x0', ints(1)])], { inputs: [[5, 4]] }),
  layer('ShuffleChannel 0=2', [...shuffle([2, 4, 4, 6], 0, 2, 1, 3, 4), node('Reshape', ['t', ints(1, ...IMAGE)])]),
  layer('ShuffleChannel 0=2 1=1', [...shuffle([4, 2, 4, 6], 0, 2, 1, 3, 4), node('Reshape', ['t', ints(1, ...IMAGE)])]),
  layer('PixelShuffle 0=2', [node('DepthToSpace', ['x0'], { blocksize: 2, mode: 'CRD' })]),
  layer('PixelShuffle 0=2 1=1', [node('DepthToSpace', ['x0'], { blocksize: 2, mode: 'DCR' })]),
  layer('Reorg 0=2', [...shuffle([8, 2, 2, 3, 2], 0, 1, 3, 5, 2, 4), node('Reshape', ['t', ints(1, 32, 2, 3)])]),
  layer('Reorg 0=2 1=1', [node('SpaceToDepth', ['x0'], { blocksize: 2 })]),
  layer('Tile 0=1 1=3', [node('Tile', ['x0', ints(1, 1, 3, 1)])]),
  layer('Tile -23302=2,2,3', [node('Tile', ['x0', ints(1, 1, 2, 3)])]),
  layer('Noop', [node('Identity', ['x0'])]),
]

const NONE = { floats: [], dims: [0] }
const resize = (attributes: NonNullable<TwinNode['attributes']>, scales: number[]) =>
  node('Resize', ['x0', NONE, { floats: [1, 1, ...scales] }], attributes)
const sized = (attributes: NonNullable<TwinNode['attributes']>, ...sizes: number[]) =>
  node('Resize', ['x0', NONE, NONE, ints(1, 8, ...sizes)], attributes)
const NEAREST = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
const LINEAR = { mode: 'linear', coordinate_transformation_mode: 'half_pixel' }
const ALIGNED = { mode: 'linear', coordinate_transformation_mode: 'align_corners' }
const CUBIC = { mode: 'cubic', coordinate_transformation_mode: 'half_pixel', cubic_coeff_a: { float: -0.75 } }

const RESIZES: readonly Case[] = [
  layer('Interp 0=1 1=2.0 2=2.0', [resize(NEAREST, [2, 2])]),
  layer('Interp 0=1 3=6 4=9', [sized(NEAREST, 6, 9)]),
  layer('Interp 0=2 1=2.0 2=3.0', [resize(LINEAR, [2, 3])]),
  layer('Interp 0=2 3=7 4=5', [sized(LINEAR, 7, 5)]),
  layer('Interp 0=2 3=7 4=11 6=1', [sized(ALIGNED, 7, 11)]),
  layer('Interp 0=3 3=9 4=13', [sized(CUBIC, 9, 13)]),
  layer('Interp 0=2', [sized(LINEAR, 9, 7)], { inputs: [IMAGE, [3, 9, 7]] }),
  layer(
    'Interp 0=1 3=3 4=2',
    [node('Unsqueeze', ['x0', ints(2, 3)], {}, 'u'), node('Expand', ['u', ints(1, 5, 3, 2)])],
    { inputs: [[5]] },
  ),
]

const [EMBED, HEADS, LENGTH] = [6, 2, 3]
const matrices = [1, 2, 3, 4].map((seed) => numbers(EMBED * EMBED, seed))
const biases = [5, 6, 7, 8].map((seed) => numbers(EMBED, seed))
/** [inputs, outputs], as MatMul has it. */
const turned = (values: readonly number[]) => ({
  floats: values.map((_, at) => values[(at % EMBED) * EMBED + Math.floor(at / EMBED)] ?? 0),
  dims: [EMBED, EMBED],
})
const projected = (x: string, i: number, y: string) => [
  node('MatMul', [x, turned(matrices[i] ?? [])], {}, `${y}m`),
  node('Add', [`${y}m`, { floats: biases[i] ?? [] }], {}, y),
]
const headed = (x: string, i: number, y: string, ...perm: number[]) => [
  ...projected(x, i, `${y}p`),
  node('Reshape', [`${y}p`, ints(1, LENGTH, HEADS, EMBED / HEADS)], {}, `${y}r`),
  node('Transpose', [`${y}r`], { perm }, y),
]
const ATTENTION: Case = layer(
  `MultiHeadAttention 0=${EMBED} 1=${HEADS} 2=${EMBED * EMBED}`,
  [
    ...headed('x0', 0, 'q', 0, 2, 1, 3),
    ...headed('x0', 1, 'k', 0, 2, 3, 1),
    ...headed('x0', 2, 'v', 0, 2, 1, 3),
    node('MatMul', ['q', 'k'], {}, 'qk'),
    node('Div', ['qk', { floats: [Math.sqrt(EMBED / HEADS)] }], {}, 'scaled'),
    node('Softmax', ['scaled'], { axis: -1 }, 'weights'),
    node('MatMul', ['weights', 'v'], {}, 'heard'),
    node('Transpose', ['heard'], { perm: [0, 2, 1, 3] }, 'back'),
    node('Reshape', ['back', ints(1, LENGTH, EMBED)], {}, 'rows'),
    ...projected('rows', 3, 'y'),
  ],
  {
    inputs: [[LENGTH, EMBED]],
    weights: matrices.flatMap((values, i): Stored[] => [
      { as: i % 2 === 0 ? 'floats' : 'halves', values },
      { as: 'plain', values: biases[i] ?? [] },
    ]),
  },
)

const MEMORY: Case = [
  'MemoryData added to an image',
  {
    inputs: [IMAGE],
    layers: ['MemoryData data >d 0=6 1=4 2=8', 'BinaryOp add x0,d>y 0=0'],
    weights: [{ as: 'plain', values: numbers(192, 9) }],
    nodes: [node('Add', ['x0', { floats: numbers(192, 9), dims: IMAGE }])],
  },
]

describe.each([
  ['movements', MOVES],
  ['resizes', RESIZES],
  ['attention and constants', [ATTENTION, MEMORY]],
])('%s of ncnn', (_, cases) => {
  it.each(cases)('%s', (_text, twin) => expectTwins(twin, folder))
})
