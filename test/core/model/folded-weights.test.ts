// SPDX-License-Identifier: Apache-2.0
import { readFileSync, writeFileSync } from 'node:fs'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { weightValues } from '#core/model/constant-values'
import { readOnnx } from '#core/model/formats/onnx/reader'
import { encodeModel, type NodeProto } from '#core/model/formats/onnx/schema'
import { inferShapes } from '#core/model/infer-shapes'
import { convLayers } from '#core/planning/layers/conv-layers'
import { randomNumbers } from './support/random-numbers'
import { temporaryFolder } from './support/temporary-folder'

const place = temporaryFolder()
const FLOAT = 1
const HALF = 10
const random = randomNumbers(3)
const floats = (count: number) => Float32Array.from({ length: count }, () => random() + 0.25)

interface Initialiser {
  readonly name: string
  readonly dims: readonly number[]
  readonly dataType: number
  readonly rawData: Uint8Array
}

const real = (name: string, ...dims: number[]): Initialiser => ({
  ...{ name, dims, dataType: FLOAT },
  rawData: new Uint8Array(floats(dims.reduce((a, b) => a * b, 1)).buffer),
})
const list = (name: string, ...values: number[]): Initialiser => ({
  ...{ name, dims: [values.length], dataType: 7 },
  rawData: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
})
const half = (name: string, ...dims: number[]): Initialiser => ({
  ...{ name, dims, dataType: HALF },
  // Normal numbers between 1 and 2.
  rawData: new Uint8Array(
    Uint16Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => 0x3c00 + ((i * 37) & 0x3ff)).buffer,
  ),
})
const op = (opType: string, input: string[], output: string, attribute: NodeProto['attribute'] = []): NodeProto => ({
  ...{ opType, name: output, input, output: [output], attribute },
})
const ints = (name: string, ...values: number[]) => ({ name, ints: values, type: 7 })
const int = (name: string, value: number) => ({ name, i: value, type: 2 })

/** Ways in which files state the weights 24×8×5×5 of a convolution, ending in "w". */
const CASES: readonly [string, readonly Initialiser[], readonly NodeProto[]][] = [
  ['half precision', [half('h', 24, 8, 5, 5)], [op('Cast', ['h'], 'w', [int('to', FLOAT)])]],
  ['a factor', [real('v', 24, 8, 5, 5), real('g', 24, 1, 1, 1)], [op('Mul', ['v', 'g'], 'w')]],
  [
    'weight norm',
    [real('v', 24, 8, 5, 5), real('g', 24, 1, 1, 1)],
    [
      op('ReduceL2', ['v'], 'n', [ints('axes', 1, 2, 3), int('keepdims', 1)]),
      op('Div', ['v', 'n'], 'u'),
      op('Mul', ['u', 'g'], 'w'),
    ],
  ],
  [
    'a mean taken away',
    [real('v', 24, 8, 5, 5)],
    [op('ReduceMean', ['v'], 'm', [ints('axes', 1, 2, 3)]), op('Sub', ['v', 'm'], 'w')],
  ],
  [
    'sum of squares and a root',
    [real('v', 24, 8, 5, 5)],
    [
      op('Mul', ['v', 'v'], 's'),
      op('ReduceSum', ['s', 'axes'], 't'),
      op('Sqrt', ['t'], 'r'),
      op('Div', ['v', 'r'], 'w'),
    ],
  ],
  [
    'another order and another shape',
    [real('v', 8, 24, 25), list('shape', 24, 8, 5, 5)],
    [
      op('Transpose', ['v'], 't', [ints('perm', 1, 0, 2)]),
      op('Reshape', ['t', 'shape'], 'r'),
      op('Add', ['r', 'r'], 'w'),
    ],
  ],
  ['two halves', [real('a', 12, 8, 5, 5), real('b', 12, 8, 5, 5)], [op('Concat', ['a', 'b'], 'w', [int('axis', 0)])]],
  [
    'a part of more',
    [real('v', 24, 16, 5, 5), list('starts', 1), list('ends', 17), list('on', 1), list('steps', 2)],
    [op('Slice', ['v', 'starts', 'ends', 'on', 'steps'], 'w')],
  ],
  [
    'chosen rows',
    [real('v', 9, 8, 5, 5), list('rows', ...Array.from({ length: 24 }, (_, i) => (i * 5) % 9))],
    [op('Gather', ['v', 'rows'], 'w')],
  ],
  [
    'one filter for all',
    [real('v', 1, 8, 5, 5), list('shape', 24, 8, 5, 5)],
    [op('Expand', ['v', 'shape'], 'e'), op('Neg', ['e'], 'w')],
  ],
]

function fileOf(initialiser: readonly Initialiser[], nodes: readonly NodeProto[]): Uint8Array {
  const value = (name: string, dims?: readonly number[]) => ({
    name,
    type: { tensorType: { elemType: FLOAT, ...(dims && { shape: { dim: dims.map((dimValue) => ({ dimValue })) } }) } },
  })
  const axes = nodes.some(({ input }) => input?.includes('axes')) ? [list('axes', 1, 2, 3)] : []
  return encodeModel({
    irVersion: 8,
    opsetImport: [{ version: 13 }],
    graph: {
      name: 'g',
      initializer: [...initialiser, ...axes],
      input: [value('x', [1, 8, 9, 9])],
      node: [...nodes, op('Conv', ['x', 'w'], 'y')],
      output: [value('y'), value('w', [24, 8, 5, 5])],
    },
  })
}

describe('weights that constants are made into before they are used', () => {
  it.each(CASES)('%s', async (_what, initialisers, nodes) => {
    const path = place('m.onnx')
    const file = fileOf(initialisers, nodes)
    writeFileSync(path, file)
    const shaped = inferShapes(readOnnx(path, readFileSync(path)), {})
    if (!shaped.ok) throw new Error('does not fit')
    expect(convLayers(shaped.value).layers).toMatchObject([{ constantWeight: true }])
    const w = shaped.value.model.tensors.find(({ name }) => name === 'w')?.id ?? -1
    const constant = shaped.value.constants.get(w)
    expect(constant?.data.kind).toBe('folded')
    if (constant?.data.kind !== 'folded') return
    const values = await weightValues(constant.data, 4800)
    const session = await InferenceSession.create(file, { graphOptimizationLevel: 'disabled' })
    const outputs = await session.run({ x: new Tensor('float32', floats(648), [1, 8, 9, 9]) })
    const wanted = outputs['w']?.data as Float32Array
    expect(values).toHaveLength(4800)
    const wrong = values.findIndex((value, i) => Math.abs(value - (wanted[i] ?? Number.NaN)) > 1e-5)
    expect([wrong, values[wrong], wanted[wrong]]).toEqual([-1, undefined, undefined])
  })
})
