// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises'
import protobuf from 'protobufjs/light.js'
import { describe, expect, it } from 'vitest'
import { decodeElements } from '#core/model/decode-elements'
import { readOnnx } from '#core/model/formats/onnx/reader'
import { encodeModel, type GraphProto, type TensorProto } from '#core/model/formats/onnx/schema'
import { inferShapes } from '#core/model/infer-shapes'
import { openModel } from '#core/model/open'
import { english } from '#messages/say'
import { oneNode, onnxFile } from './support/onnx-graph'
import { temporaryFolder } from './support/temporary-folder'

const path = temporaryFolder()

const FLOAT = 1
const INT64 = 7
const EXTERNAL = 1

/** Relu of x + w, where w is the tensor under test. */
function withTensor(tensor: TensorProto, more: Partial<GraphProto> = {}): Uint8Array {
  return encodeModel({
    opsetImport: [{ version: 13 }],
    graph: {
      initializer: [{ name: 'w', ...tensor }],
      node: [{ opType: 'Identity', name: 'node', input: ['w'], output: ['y'] }],
      output: [{ name: 'y' }],
      ...more,
    },
  })
}

function constantOf(bytes: Uint8Array) {
  const { tensors } = readOnnx('/models/test.onnx', bytes)
  const found = tensors.find(({ name }) => name === 'w')
  if (found?.constant === undefined) throw new Error('no constant')
  return { dtype: found.dtype, ...found.constant }
}

/** Numbers packed as protobuf variable-length integers. */
function varints(values: readonly number[]): Uint8Array {
  const writer = protobuf.Writer.create()
  for (const value of values) writer.int64(value)
  return writer.finish()
}

const hundred = Float32Array.from({ length: 100 }, (_, i) => i / 3)

describe('tensors of .onnx files', () => {
  it.each([
    ['raw_data', { rawData: new Uint8Array(hundred.buffer) }],
    ['float_data', { floatData: [new Uint8Array(hundred.buffer)] }],
  ])('refers to large %s where it lies in the file', (_field, data) => {
    const bytes = withTensor({ dims: [10, 10], dataType: FLOAT, ...data })
    const constant = constantOf(bytes)
    if (constant.data.kind !== 'file') throw new Error('no reference')
    expect(constant).toMatchObject({
      dtype: 'float32',
      dims: [10, 10],
      data: { path: '/models/test.onnx', byteLength: 400 },
    })
    expect(decodeElements(bytes, 'float32', constant.data.offset, 100)).toEqual([...hundred])
  })

  it.each([
    ['int64 raw', INT64, { rawData: new Uint8Array(BigInt64Array.from([1n, -2n]).buffer) }, 'int64', [1, -2]],
    ['int64 packed', INT64, { int64Data: [varints([1, -2])] }, 'int64', [1, -2]],
    ['int32 packed', 6, { int32Data: [varints([5, -6])] }, 'int32', [5, -6]],
    ['uint8 packed', 2, { int32Data: [varints([0, 255])] }, 'uint8', [0, 255]],
    ['bool packed', 9, { int32Data: [varints([0, 1])] }, 'bool', [0, 1]],
    ['float16 packed as bits', 10, { int32Data: [varints([0x3c00, 0xc000])] }, 'float16', [1, -2]],
    ['float16 raw', 10, { rawData: new Uint8Array([0, 0x3c, 0, 0xc0]) }, 'float16', [1, -2]],
    ['bfloat16 raw', 16, { rawData: new Uint8Array([0x80, 0x3f, 0, 0xc0]) }, 'bfloat16', [1, -2]],
    ['double packed', 11, { doubleData: [new Uint8Array(Float64Array.from([0.1, 2]).buffer)] }, 'float64', [0.1, 2]],
    ['uint64 packed', 13, { uint64Data: [varints([7, 8])] }, 'uint64', [7, 8]],
    ['uint32 packed', 12, { uint64Data: [varints([7, 8])] }, 'uint32', [7, 8]],
    ['int8 raw', 3, { rawData: new Uint8Array([0xff, 1]) }, 'int8', [-1, 1]],
  ] as const)('decodes small %s data', (_what, dataType, data, dtype, values) => {
    expect(constantOf(withTensor({ dims: [2], dataType, ...data }))).toEqual({
      dtype,
      dims: [2],
      data: { kind: 'values', values },
    })
  })

  it('opens tensors of types it cannot read and says so', () => {
    expect(constantOf(withTensor({ dims: [2], dataType: 17, rawData: new Uint8Array(2) })).data).toMatchObject({
      kind: 'quantised',
      why: expect.toSay(/element type 17/),
    })
  })

  it('refuses data that does not fit the shape, naming the tensor', () => {
    const short = withTensor({ dims: [3], dataType: FLOAT, rawData: new Uint8Array(8) })
    expect(() => constantOf(short)).toThrow("tensor 'w' has 8 bytes of data where its shape needs 12")
  })
})

describe('external data of .onnx files', () => {
  const external = (entries: Readonly<Record<string, string>>) =>
    withTensor({
      dims: [10, 10],
      dataType: FLOAT,
      dataLocation: EXTERNAL,
      externalData: Object.entries(entries).map(([key, value]) => ({ key, value })),
    })

  it('lies at an offset of a file beside the model', async () => {
    await writeFile(path('weights.bin'), new Uint8Array(1000))
    await writeFile(path('model.onnx'), external({ location: 'weights.bin', offset: '600', length: '400' }))
    const result = await openModel(path('model.onnx'))
    if (!result.ok) throw new Error(english(result.problem.message))
    const [weight] = result.value.model.tensors
    expect(weight?.constant?.data).toEqual({ kind: 'file', path: path('weights.bin'), offset: 600, byteLength: 400 })
    expect(result.value.model.warnings).toEqual([])
  })

  it.each([
    ['missing.bin', '0', /missing\.bin is missing/],
    ['weights.bin', '601', /weights\.bin is too short/],
  ])('in %s from %s is made up with a warning', async (location, offset, warning) => {
    await writeFile(path('weights.bin'), new Uint8Array(1000))
    await writeFile(path('without.onnx'), external({ location, offset }))
    const result = await openModel(path('without.onnx'))
    if (!result.ok) throw new Error(english(result.problem.message))
    expect(result.value.model.tensors[0]?.constant?.data.kind).toBe('synthesised')
    expect(result.value.model.warnings).toEqual([expect.toSay(warning)])
  })

  it.each(['/etc/passwd', '../weights.bin', 'a/../../weights.bin', ''])(
    'is refused outside the folder: "%s"',
    (location) => {
      expect(() => constantOf(external({ location }))).toThrow(/outside the model's folder/)
    },
  )
})

describe('graphs of .onnx files', () => {
  it('does not take initialisers for inputs, keeps open dims open', () => {
    const float = (name: string, dims: readonly object[]) => ({
      name,
      type: { tensorType: { elemType: FLOAT, shape: { dim: dims } } },
    })
    const model = readOnnx(
      '/models/test.onnx',
      withTensor(
        { dims: [2], dataType: FLOAT, rawData: new Uint8Array(8) },
        {
          input: [float('x', [{ dimParam: 'N' }, { dimValue: 2 }, {}]), float('w', [{ dimValue: 2 }])],
          node: [{ opType: 'Add', input: ['x', 'w'], output: ['y'] }],
        },
      ),
    )
    expect(model.inputs.map(({ tensor, declaredDims }) => [model.tensors[tensor]?.name, declaredDims])).toEqual([
      ['x', [null, 2, null]],
    ])
    expect(model.nodes.map(({ name }) => name)).toEqual(['Add_0'])
  })

  it('puts nodes in execution order', () => {
    const nodes = [
      { opType: 'Relu', name: 'last', input: ['b'], output: ['y'] },
      { opType: 'Relu', name: 'first', input: ['a0'], output: ['a'] },
      { opType: 'Neg', name: 'middle', input: ['a'], output: ['b'] },
    ]
    const model = readOnnx('/m.onnx', onnxFile(13, nodes, [{ input: [1] }], ['y']))
    expect(model.nodes.map(({ id, name }) => [id, name])).toEqual([
      [0, 'first'],
      [1, 'middle'],
      [2, 'last'],
    ])
  })

  it.each([
    ['a circle', [{ opType: 'Add', name: 'n', input: ['a0', 'y'], output: ['y'] }], /node 'n' needs its own output/],
    ['a tensor from nowhere', [{ opType: 'Relu', name: 'n', input: ['nowhere'], output: ['y'] }], /reads 'nowhere'/],
    [
      'two writers',
      [1, 2].map((i) => ({ opType: 'Relu', name: `n${i}`, input: ['a0'], output: ['y'] })),
      /node 'n2' writes 'y', which has a value already/,
    ],
  ])('refuses %s', (_what, nodes, message) => {
    expect(() => readOnnx('/m.onnx', onnxFile(13, nodes, [{ input: [1] }], ['y']))).toThrow(message)
  })

  it.each([
    [{ op: 'FancyOp', opset: 13, operands: [{ input: [1] }] }, /does not know the operation FancyOp/],
    [{ op: 'Conv', opset: 13, domain: 'com.example', operands: [{ input: [1] }] }, /operator set 'com\.example'/],
    [
      {
        ...{
          op: 'Attention',
          opset: 17,
          domain: 'com.microsoft',
          operands: [{ input: [1, 2, 4] }, { input: [4, 12] }],
        },
        attributes: { num_heads: 1, do_rotary: 1 },
      },
      /what its 'do_rotary' asks for/,
    ],
    [{ op: 'BeamSearch', opset: 17, domain: 'com.microsoft', operands: [{ input: [1] }] }, /the operation BeamSearch/],
    [{ op: 'Tile', opset: 5, operands: [{ input: [1] }] }, /repeats along one axis/],
  ])('opens what it cannot run: %o', (test, why) => {
    const model = readOnnx('/m.onnx', oneNode(test))
    const operation = model.nodes[0]?.operation
    expect(operation).toEqual({ kind: 'Unsupported', why: expect.toSay(why) })
    const shaped = inferShapes(model, {})
    expect(shaped.ok && shaped.value.dims[model.outputs[0] ?? -1]).toBeNull()
  })

  it('reads operators of ONNX Runtime beside those of ONNX', () => {
    const attributes = { num_heads: 2 }
    const operands = [{ input: [2, 3, 8] }, { input: [2, 5, 8] }, { input: [2, 5, 6] }]
    const test = { op: 'MultiHeadAttention', opset: 17, domain: 'com.microsoft', operands, attributes, outputs: 2 }
    const shaped = inferShapes(readOnnx('/m.onnx', oneNode(test)), {})
    if (!shaped.ok) throw new Error('no shapes')
    const { model, dims } = shaped.value
    expect(model.outputs.map((tensor) => dims[tensor])).toEqual([
      [2, 3, 6],
      [2, 2, 5, 4],
    ])
  })

  it.each([
    [12, { kind: 'Softmax', axis: 1, endAxis: 3, log: false }],
    [13, { kind: 'Softmax', axis: 2, endAxis: 3, log: false }],
  ])('Softmax of opset %i is over the right dims', (opset, operation) => {
    const shaped = inferShapes(
      readOnnx('/m.onnx', oneNode({ op: 'Softmax', opset, operands: [{ input: [2, 3, 4] }] })),
      {},
    )
    expect(shaped.ok && shaped.value.operations[0]).toEqual(operation)
  })

  it.each([
    [6, [{ input: [3] }], { min: { float: -1 }, max: { float: 2.5 } }],
    [11, [{ input: [3] }, { floats: [-1], dims: [] }, { floats: [2.5], dims: [] }], {}],
  ] as const)('Clip of opset %i has its bounds', (opset, operands, attributes) => {
    const shaped = inferShapes(readOnnx('/m.onnx', oneNode({ op: 'Clip', opset, operands, attributes })), {})
    expect(shaped.ok && shaped.value.operations[0]).toEqual({ kind: 'Unary', function: 'clip', alpha: -1, beta: 2.5 })
  })

  it('keeps a large ConstantOfShape as one value', () => {
    const nodes = [
      { opType: 'ConstantOfShape', name: 'fill', input: ['a0'], output: ['w'] },
      { opType: 'Relu', name: 'relu', input: ['w'], output: ['y'] },
    ]
    const model = readOnnx('/m.onnx', onnxFile(13, nodes, [{ ints: [1000, 1000] }], ['y']))
    expect(model.nodes.map(({ name }) => name)).toEqual(['relu'])
    expect(model.tensors.find(({ name }) => name === 'w')?.constant).toEqual({
      dims: [1000, 1000],
      data: { kind: 'fill', value: 0 },
    })
  })

  it('shows attributes as the file has them', () => {
    const test = {
      op: 'Conv',
      opset: 11,
      operands: [{ input: [1, 1, 4, 4] }, { floats: [1, 1, 1, 1], dims: [1, 1, 2, 2] }],
      attributes: { strides: [2, 1], auto_pad: 'VALID', group: 1 },
    }
    expect(readOnnx('/m.onnx', oneNode(test)).nodes[0]?.attributes).toEqual([
      { name: 'strides', value: '[2, 1]' },
      { name: 'auto_pad', value: 'VALID' },
      { name: 'group', value: '1' },
    ])
  })
})
