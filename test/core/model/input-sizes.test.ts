// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { readOnnx } from '#core/model/formats/onnx/reader'
import { encodeModel, type NodeProto, type ValueInfoProto } from '#core/model/formats/onnx/schema'
import type { ModelInput } from '#core/model/graph'
import { inferShapes } from '#core/model/infer-shapes'
import { buildSample } from '#core/model/samples/index'
import type { ShapedModel } from '#core/model/shapes'
import { english } from '#messages/say'
import { ocrModel, opened } from './support/model-files'

const FLOAT = 1

/** A tensor as a file lists it: a size, or the name of an open dimension. */
function info(name: string, dims: readonly (number | string)[] | null): ValueInfoProto {
  const dim = dims?.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }))
  return { name, type: { tensorType: { elemType: FLOAT, ...(dim && { shape: { dim } }) } } }
}

interface Graph {
  readonly inputs: readonly ValueInfoProto[]
  readonly weights?: Readonly<Record<string, readonly number[]>>
  readonly lists?: Readonly<Record<string, readonly number[]>>
  readonly nodes: readonly NodeProto[]
  readonly known?: readonly ValueInfoProto[]
}

function model({ inputs, weights = {}, lists = {}, nodes, known = [] }: Graph) {
  const zeros = Object.entries(weights).map(([name, dims]) => ({
    ...{ name, dims, dataType: FLOAT, rawData: new Uint8Array(4 * dims.reduce((a, b) => a * b, 1)) },
  }))
  const shapes = Object.entries(lists).map(([name, values]) => ({
    ...{ name, dims: [values.length], dataType: 7 },
    rawData: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
  }))
  const last = nodes.at(-1)?.output?.[0] ?? ''
  const graph = { input: inputs, node: nodes, initializer: [...zeros, ...shapes], output: [{ name: last }] }
  const file = { irVersion: 8, opsetImport: [{ version: 13 }], graph: { ...graph, valueInfo: known } }
  return readOnnx('/m.onnx', encodeModel(file))
}

function node(opType: string, input: readonly string[], output: string, ints: Record<string, readonly number[]> = {}) {
  const attribute = Object.entries(ints).map(([name, values]) => ({ name, ints: values, type: 7 }))
  return { opType, name: output, input, output: [output], attribute }
}

function shaped(graph: Graph, given: Parameters<typeof inferShapes>[1] = {}): ShapedModel {
  const result = inferShapes(model(graph), given)
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

const sizes = ({ assumed }: ShapedModel) => assumed.map(({ name, size }) => `${name}=${size}`)
const dimsOf = ({ model: { tensors }, dims }: ShapedModel, name: string) =>
  dims[tensors.find((tensor) => tensor.name === name)?.id ?? -1]

describe('sizes that the file leaves open', () => {
  it('are those with which a tensor has as many elements as the shape that another one gives it', () => {
    // As a file of ONNX Runtime's tests (issue 19480 there): a long tensor becomes an image's.
    const found = shaped({
      inputs: [info('image', ['batch', 128, 'h', 'w']), info('long', ['batch', 32, 'l'])],
      nodes: [node('Shape', ['image'], 'shape'), node('Reshape', ['long', 'shape'], 'y')],
    })
    expect(found.stops).toEqual([])
    expect(dimsOf(found, 'y')).toEqual([1, 128, 224, 224])
    expect(dimsOf(found, 'long')).toEqual([1, 32, 4 * 224 * 224])
  })

  const squeezenet = readOnnx('/m.onnx', buildSample('squeezenet'))
  const tensor = squeezenet.inputs[0]?.tensor ?? 0
  const assumed = (input: Omit<ModelInput, 'tensor'>) => {
    const result = inferShapes({ ...squeezenet, nodes: [], inputs: [{ tensor, ...input }] }, {})
    return result.ok ? result.value.dims[tensor] : result
  }

  it.each([
    [
      [null, null, null, 3],
      [1, 224, 224, 3],
    ],
    [
      [null, 1, null, null],
      [1, 1, 224, 224],
    ],
    [
      [null, 3, 96, null],
      [1, 3, 96, 640],
    ],
    [
      [null, 3, null, 96],
      [1, 3, 96, 96],
    ],
    [
      [null, 10],
      [1, 10],
    ],
    [
      [null, null, 512],
      [1, 128, 512],
    ],
  ])('%j becomes %j', (declaredDims, dims) => expect(assumed({ declaredDims })).toEqual(dims))

  it.each([
    ['ch_PP-OCRv4_det_infer.onnx', ['batch=1', 'height=640', 'width=640']],
    ['ch_PP-OCRv4_rec_infer.onnx', ['batch=1', 'width=320']],
    ['ch_ppocr_mobile_v2.0_cls_infer.onnx', ['batch=1', 'height=224', 'width=224']],
  ])('of %s are %o', async (file, expected) => {
    const result = inferShapes((await opened(ocrModel(file))).model, {})
    const found = result.ok ? sizes(result.value).map((each) => each.replace(/^.*(?=\.\d=|=)/, '')) : []
    expect(found).toEqual(expected.map((each) => each.replace(/^.*(?==)/, '')))
  })

  it('are equal where their names are', () => {
    const add = node('Add', ['a', 'b'], 'y')
    const inputs = [info('a', ['rows', 'columns']), info('b', ['batch', 'columns'])]
    expect(sizes(shaped({ inputs, nodes: [add] }))).toEqual(['rows=1', 'columns=128', 'batch=1'])
    expect(sizes(shaped({ inputs, nodes: [add] }, { a: [null, 7] }))).toEqual(['rows=1', 'batch=1'])
    expect(dimsOf(shaped({ inputs, nodes: [add] }, { a: [null, 7] }), 'y')).toEqual([1, 7])
  })

  it('have no name where the file writes only a filler', () => {
    const graph = { inputs: [info('x', ['?', 3, '?', '?'])], nodes: [node('Relu', ['x'], 'y')] }
    expect(sizes(shaped(graph))).toEqual(['batch=1', 'height=224', 'width=224'])
  })
})

describe('sizes that fit the graph are found', () => {
  const conv = (x: string, w: string) => node('Conv', [x, w], 'c')
  it.each<[string, Graph, string]>([
    [
      'channels of the first convolution',
      { inputs: [info('x', ['n', 'c', 'h', 'w'])], weights: { w: [8, 4, 3, 3] }, nodes: [conv('x', 'w')] },
      'n=1, c=4, h=224, w=224',
    ],
    [
      'channels behind an element-wise operation',
      {
        inputs: [info('x', ['n', 'c', 'h', 'w'])],
        weights: { w: [8, 21, 3, 3] },
        nodes: [node('Relu', ['x'], 'r'), conv('r', 'w')],
      },
      'n=1, c=21, h=224, w=224',
    ],
    [
      'features of a product',
      { inputs: [info('x', ['n', 'f'])], weights: { w: [784, 10] }, nodes: [node('MatMul', ['x', 'w'], 'y')] },
      'n=1, f=784',
    ],
    [
      'both edges of an image that is flattened',
      {
        inputs: [info('x', ['n', 1, 'h', 'w'])],
        weights: { w: [784, 10] },
        nodes: [node('Flatten', ['x'], 'f'), node('MatMul', ['f', 'w'], 'y')],
      },
      'n=1, h=28, w=28',
    ],
    [
      'an unusual edge behind a convolution',
      {
        inputs: [info('x', ['n', 1, 'h', 'w'])],
        weights: { w: [2, 1, 3, 3], m: [2 * 35 * 35, 10] },
        nodes: [conv('x', 'w'), node('Flatten', ['c'], 'f'), node('MatMul', ['f', 'm'], 'y')],
      },
      'n=1, h=37, w=37',
    ],
    [
      'the batch of a fixed reshape',
      {
        inputs: [info('x', ['n', 6])],
        lists: { shape: [4, 2, 3] },
        nodes: [node('Reshape', ['x', 'shape'], 'y')],
      },
      'n=4, h=37'.slice(0, 3),
    ],
    [
      'a length that the first window fits',
      {
        inputs: [info('x', ['n', 1, 'samples'])],
        weights: { w: [2, 1, 400] },
        nodes: [conv('x', 'w')],
      },
      'n=1, samples=400',
    ],
    [
      'the sum of two other lengths',
      {
        inputs: [info('a', ['n', 'past']), info('b', ['n', 'now']), info('mask', ['n', 'total'])],
        nodes: [
          { ...node('Concat', ['a', 'b'], 'ab'), attribute: [{ name: 'axis', i: 1, type: 2 }] },
          node('Add', ['ab', 'mask'], 'y'),
        ],
      },
      'n=1, past=128, now=128, total=256',
    ],
  ])('%s', (_what, graph, expected) => {
    const found = shaped(graph)
    expect(found.stops).toEqual([])
    expect(sizes(found).join(', ')).toBe(expected)
  })

  it('for an input of any number of dimensions', () => {
    const graph = { inputs: [info('x', null)], weights: { w: [8, 4, 3, 3] }, nodes: [conv('x', 'w')] }
    expect(sizes(shaped(graph))).toEqual(['batch=1', 'channels=4', 'height=224', 'width=224'])
    expect(dimsOf(shaped(graph, { x: [2, 4, 8, 8] }), 'c')).toEqual([2, 8, 6, 6])
  })
})

describe('shapes that do not fit', () => {
  const graph: Graph = {
    inputs: [info('x', [1, 3, 8, 8])],
    weights: { w: [8, 4, 3, 3], v: [4, 3, 1, 1] },
    nodes: [node('Conv', ['x', 'w'], 'bad'), node('Relu', ['bad'], 'lost'), node('Conv', ['x', 'v'], 'good')],
  }

  it('stop at the node, and the rest has its shapes', () => {
    const found = shaped(graph)
    expect(found.stops).toMatchObject([{ node: 0, why: { id: 'shape.inputChannels' } }])
    expect(dimsOf(found, 'lost')).toBeNull()
    expect(dimsOf(found, 'good')).toEqual([1, 4, 8, 8])
  })

  it('go on with what the file says of them', () => {
    expect(dimsOf(shaped({ ...graph, known: [info('bad', [1, 8, 6, 6])] }), 'lost')).toEqual([1, 8, 6, 6])
  })

  it('go on behind an operation that is not known, with the sizes of its names', () => {
    const custom = { ...node('Odd', ['x'], 'odd'), domain: 'acme' }
    const named: Graph = {
      inputs: [info('x', ['n', 3, 'edge'])],
      nodes: [custom, node('Relu', ['odd'], 'y')],
      known: [info('odd', ['n', 5, 'edge'])],
    }
    expect(dimsOf(shaped(named, { x: [2, null, 9] }), 'y')).toEqual([2, 5, 9])
    // A size other than the file states makes what it says of others void.
    expect(dimsOf(shaped(named, { x: [2, 6, 9] }), 'y')).toBeNull()
  })

  it('are a problem where the sizes that were given are to blame', () => {
    const fits: Graph = {
      inputs: [info('x', ['n', 'c', 'h', 'w'])],
      weights: { w: [8, 4, 3, 3] },
      nodes: [node('Conv', ['x', 'w'], 'y')],
    }
    const result = inferShapes(model(fits), { x: [null, 5, null, null] })
    expect(!result.ok && english(result.problem.message)).toMatch(/^Conv 'y': .*need 4 input channels, not 5/)
  })
})

describe('values of inputs', () => {
  const file = model({
    inputs: [info('x', [4, 6]), info('shape', ['n'])],
    nodes: [node('Reshape', ['x', 'shape'], 'y')],
  })

  it('decide shapes', () => {
    const result = inferShapes(file, {}, { shape: [2, 12] })
    expect(result.ok && dimsOf(result.value, 'y')).toEqual([2, 12])
    const without = inferShapes(file, {})
    expect(without.ok && dimsOf(without.value, 'y')).toBeNull()
  })

  it('are as many as the input has elements', () => {
    const result = inferShapes(file, {}, { x: [1, 2] })
    expect(!result.ok && english(result.problem.message)).toMatch(/input 'x' of 4×6 was given 2 values/)
  })
})
