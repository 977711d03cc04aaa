// SPDX-License-Identifier: Apache-2.0
import { describe, expect, test } from 'vitest'
import { readNcnn } from '#core/model/formats/ncnn/reader'
import { readOnnx } from '#core/model/formats/onnx/reader'
import { encodeModel } from '#core/model/formats/onnx/schema'
import { readTflite } from '#core/model/formats/tflite/reader'
import type { Model } from '#core/model/graph'
import { inferShapes } from '#core/model/infer-shapes'
import { tflite } from './support/tflite-writer'

const NAMES = [...Object.getOwnPropertyNames(Object.prototype), 'prototype', 'length', 'name', 'then', 'map', 'some']

const value = (name: string) => ({
  name,
  type: { tensorType: { elemType: 1, shape: { dim: [1, 3, 8, 8].map((dimValue) => ({ dimValue })) } } },
})

const READ: readonly [string, (name: string) => Model][] = [
  [
    'ONNX',
    (name) =>
      readOnnx(
        '/m.onnx',
        encodeModel({
          opsetImport: [{ version: 13 }],
          graph: {
            input: [value(name)],
            node: [
              {
                name,
                opType: name,
                input: [name],
                output: [`${name}2`],
                attribute: [{ name, type: 3, s: Buffer.from(name) }],
              },
            ],
            output: [value(`${name}2`)],
          },
        }),
      ),
  ],
  [
    'TensorFlow Lite',
    (name) =>
      readTflite(
        '/m.tflite',
        tflite({
          tensors: [
            { name, dims: [1, 4] },
            { name: `${name}2`, dims: [1, 4] },
          ],
          inputs: [0],
          outputs: [1],
          operators: [{ code: name, inputs: [0], outputs: [1] }],
        }),
      ),
  ],
  [
    'ncnn',
    (name) => readNcnn('/nowhere/m.param', Buffer.from(`7767517\n2 2\nInput ${name} 0 1 a\n${name} x 1 1 a b\n`)),
  ],
]

describe.each(READ)('operations, tensors and inputs of %s called like members of objects', (_format, read) => {
  test.each(NAMES)('%s', (name) => {
    const model = read(name)
    expect(model.nodes.map(({ operation }) => operation.kind)).toContain('Unsupported')
    for (const given of [{}, { [name]: [1, 3, 8, 8] }]) inferShapes(model, given)
  })
})

test('an input of such a name takes the shape that it is given, and no other', () => {
  for (const name of NAMES) {
    const model = READ[0]?.[1](name)
    if (model === undefined) throw new Error('no model')
    const plain = inferShapes(model, {})
    expect(plain).toMatchObject({ ok: true })
    if (plain.ok) expect(plain.value.dims[model.inputs[0]?.tensor ?? -1]).toEqual([1, 3, 8, 8])
  }
})

test('an attribute whose text is left out is the empty text, as writers mean it', () => {
  const model = readOnnx(
    '/m.onnx',
    encodeModel({
      opsetImport: [{ version: 13 }],
      graph: {
        input: [value('x')],
        node: [
          {
            opType: 'Resize',
            input: ['x'],
            output: ['y'],
            attribute: ['mode', 'nearest_mode', 'a'].map((name) => ({ name, type: 3 })),
          },
          {
            opType: 'MaxPool',
            input: ['x'],
            output: ['z'],
            attribute: [
              { name: 'auto_pad', type: 3 },
              { name: 'kernel_shape', type: 7, ints: [2, 2] },
            ],
          },
        ],
        output: [value('y')],
      },
    }),
  )
  expect(model.nodes[0]?.attributes).toContainEqual({ name: 'mode', value: '' })
})
