// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { readOnnx } from '#core/model/formats/onnx/reader'
import { inferShapes } from '#core/model/infer-shapes'
import { buildSample } from '#core/model/samples/index'
import { shapeWarnings } from '#core/model/shape-warnings'
import { english } from '#messages/say'
import { type Operand, oneNode, onnxFile, type TestNode } from './support/onnx-graph'

const weights = (...dims: number[]): Operand => ({ floats: new Array(dims.reduce((a, b) => a * b)).fill(1), dims })

/** What is told of a model whose shapes do not fit. */
function warningOf(test: TestNode) {
  const result = inferShapes(readOnnx('/m.onnx', oneNode(test)), {})
  const [warning] = result.ok ? shapeWarnings(result.value) : []
  if (warning === undefined) throw new Error('all shapes fit')
  return warning
}

describe('a grouped convolution', () => {
  const conv = (input: number[], weight: number[], group: number): TestNode => ({
    op: 'Conv',
    opset: 11,
    operands: [{ input }, weights(...weight)],
    attributes: { group },
  })

  it.each([
    ['one channel in and out of every group', conv([1, 4, 8, 8], [4, 1, 3, 3], 4), true],
    ['two channels out of every group', conv([1, 4, 8, 8], [8, 1, 3, 3], 4), false],
    ['a single channel', conv([1, 1, 8, 8], [1, 1, 3, 3], 1), false],
  ])('is depthwise by its shapes or not: %s', (_what, test, depthwise) => {
    const shaped = inferShapes(readOnnx('/m.onnx', oneNode(test)), {})
    expect(shaped.ok && shaped.value.operations[0]).toMatchObject({ kind: 'Conv', depthwise })
  })

  it('is not depthwise where the file denies it', () => {
    const model = readOnnx('/m.onnx', oneNode(conv([1, 4, 8, 8], [4, 1, 3, 3], 4)))
    const nodes = model.nodes.map((node) =>
      node.operation.kind === 'Conv' ? { ...node, operation: { ...node.operation, depthwise: false } } : node,
    )
    const shaped = inferShapes({ ...model, nodes }, {})
    expect(shaped.ok && shaped.value.operations[0]).toMatchObject({ depthwise: false })
  })
})

describe('inconsistent models', () => {
  const conv = (input: number[], weight: number[], attributes: NonNullable<TestNode['attributes']> = {}): TestNode => ({
    op: 'Conv',
    opset: 11,
    operands: [{ input }, weights(...weight)],
    attributes,
  })

  it('names node and cause', () => {
    expect(warningOf(conv([1, 3, 3, 3], [8, 3, 7, 7]))).toSay(
      /^Shapes do not fit at Conv 'node': kernel 7×7 is larger than the padded input 3×3\. What depends on it/,
    )
  })

  it.each<[TestNode, RegExp]>([
    [conv([1, 4, 8, 8], [8, 3, 3, 3]), /weights 8×3×3×3 in 1 group need 3 input channels, not 4/],
    [conv([1, 4, 8, 8], [5, 2, 3, 3], { group: 2 }), /5 output channels cannot be split into 2 groups/],
    [conv([1, 3, 8, 8], [8, 3, 3, 3], { strides: [0, 1] }), /strides 0×1/],
    [conv([1, 3, 8, 8], [8, 3, 3, 3], { pads: [1, 1] }), /padding \[1, 1\]/],
    [conv([1, 3, 8, 8], [8, 3, 3, 3], { kernel_shape: [2, 2] }), /do not have the kernel 2×2/],
    [{ op: 'Add', opset: 9, operands: [{ input: [2, 3] }, weights(2)] }, /2×3 and 2 cannot be broadcast/],
    [{ op: 'MatMul', opset: 9, operands: [{ input: [2, 3] }, weights(4, 5)] }, /3 is not 4/],
    [
      { op: 'Reshape', opset: 9, operands: [{ input: [2, 3] }, { ints: [4, -1] }] },
      /2×3 cannot be reshaped to \[4, -1\]/,
    ],
    [
      { op: 'Concat', opset: 9, operands: [{ input: [2, 3] }, weights(3, 3)], attributes: { axis: 1 } },
      /cannot be joined/,
    ],
    [
      { op: 'Concat', opset: 9, operands: [{ input: [2, 3] }], attributes: { axis: 4 } },
      /axis 4 does not exist in 2 dim/,
    ],
    [
      { op: 'Squeeze', opset: 9, operands: [{ input: [2, 3] }], attributes: { axes: [1] } },
      /dimension 1 of 2×3 is not 1/,
    ],
    [{ op: 'Gather', opset: 9, operands: [{ input: [2, 3] }, { ints: [5] }] }, /index 5 does not exist among 2/],
    [{ op: 'Transpose', opset: 9, operands: [{ input: [2, 3] }], attributes: { perm: [0, 0] } }, /no permutation/],
    [
      { op: 'Split', opset: 9, operands: [{ input: [5] }], attributes: { split: [2, 2] }, outputs: 2 },
      /5 elements cannot be split/,
    ],
    [
      { op: 'Pad', opset: 9, operands: [{ input: [2] }], attributes: { pads: [2, 0], mode: 'reflect' } },
      /reflects more/,
    ],
    [{ op: 'Expand', opset: 9, operands: [{ input: [1] }, { ints: [2 ** 40, 2 ** 40] }] }, /too many elements/],
    [{ op: 'DepthToSpace', opset: 9, operands: [{ input: [1, 3, 2, 2] }], attributes: { blocksize: 2 } }, /3 channels/],
  ])('are told: %#', (test, message) => expect(warningOf(test)).toSay(message))
})

describe('what only a run knows', () => {
  it('leaves shapes unknown downstream, without a failure', () => {
    const nodes = [
      { opType: 'Reshape', name: 'reshape', input: ['a0', 'target'], output: ['r'] },
      { opType: 'Cast', name: 'target', input: ['a1'], output: ['target'], attribute: [{ name: 'to', type: 2, i: 7 }] },
      { opType: 'Relu', name: 'relu', input: ['r'], output: ['y'] },
    ]
    const shaped = inferShapes(readOnnx('/m.onnx', onnxFile(13, nodes, [{ input: [6] }, { input: [2] }], ['y'])), {})
    if (!shaped.ok) throw new Error(english(shaped.problem.message))
    const { model, dims, operations } = shaped.value
    const named = (name: string) => model.tensors.findIndex((tensor) => tensor.name === name)
    expect([dims[named('target')], dims[named('r')], dims[named('y')]]).toEqual([[2], null, null])
    expect(operations.map((operation) => operation?.kind ?? null)).toEqual(['Unary', null, null])
  })
})

describe('input dims', () => {
  const squeezenet = readOnnx('/m.onnx', buildSample('squeezenet'))

  it('can be given by name', () => {
    const shaped = inferShapes(squeezenet, { data: [2, 3, 160, 96] })
    expect(shaped.ok && shaped.value.dims[squeezenet.outputs[0] ?? -1]).toEqual([2, 1000, 1, 1])
  })

  it.each([
    [{ image: [1, 3, 8, 8] }, /no input called 'image'/],
    [{ data: [1, 3, 8] }, /has 4 dimensions, not 3/],
    [{ data: [1, 3, 0, 8] }, /cannot have the dimensions/],
    [{ data: [1, 3, 1.5, 8] }, /dimension of 1.5/],
    [{ data: [1, 3, 2 ** 30, 2 ** 30] }, /too many elements/],
  ])('%j is refused', (dims, message) => {
    const result = inferShapes(squeezenet, dims)
    expect(!result.ok && result.problem.code).toBe('run/input-mismatch')
    expect(!result.ok && english(result.problem.message)).toMatch(message)
  })
})
