// SPDX-License-Identifier: Apache-2.0
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { readOnnx } from '#core/model/formats/onnx/reader'
import type { Constant } from '#core/model/graph'
import { inferShapes } from '#core/model/infer-shapes'
import { english } from '#messages/say'
import { type Operand, oneNode, type TestNode } from './support/onnx-graph'

const x = (...dims: number[]): Operand => ({ input: dims })
const ints = (...values: number[]): Operand => ({ ints: values })
const floats = (...values: number[]): Operand => ({ floats: values })
const weights = (...dims: number[]): Operand => ({ floats: new Array(dims.reduce((a, b) => a * b)).fill(0.5), dims })

async function runtime(test: TestNode, file: Uint8Array) {
  const session = await InferenceSession.create(file, { logSeverityLevel: 3 })
  const feeds: Record<string, Tensor> = {}
  test.operands.forEach((operand, i) => {
    if (operand === null || !('input' in operand)) return
    const count = operand.input.reduce((a, b) => a * b, 1)
    feeds[`a${i}`] = new Tensor('float32', new Float32Array(count), operand.input)
  })
  const outputs = await session.run(feeds)
  return Array.from({ length: test.outputs ?? 1 }, (_, i) => outputs[`y${i}`] as Tensor)
}

function ours(file: Uint8Array) {
  const shaped = inferShapes(readOnnx('/test.onnx', file), {})
  if (!shaped.ok) throw new Error(english(shaped.problem.message))
  return shaped.value
}

const node = (
  op: string,
  opset: number,
  operands: readonly Operand[],
  attributes: TestNode['attributes'] = {},
  outputs = 1,
): TestNode => ({
  op,
  opset,
  operands,
  attributes,
  outputs,
})

const pool = { kernel_shape: [3, 3], strides: [2, 2] }

const SHAPES: readonly TestNode[] = [
  node('Conv', 11, [x(2, 4, 9, 7), weights(6, 2, 3, 3)], {
    group: 2,
    strides: [2, 1],
    pads: [1, 0, 2, 3],
    dilations: [2, 1],
  }),
  node('Conv', 11, [x(1, 2, 9), weights(3, 2, 4)], { strides: [2] }),
  node('Conv', 11, [x(1, 2, 6, 7, 8), weights(3, 2, 2, 3, 4)]),
  node('Conv', 11, [x(1, 3, 8, 9), weights(4, 3, 3, 3)], { auto_pad: 'SAME_UPPER', strides: [2, 2] }),
  node('Conv', 11, [x(1, 3, 8, 9), weights(4, 3, 3, 3)], { auto_pad: 'SAME_LOWER', strides: [3, 2] }),
  node('Conv', 11, [x(1, 3, 8, 9), weights(4, 3, 3, 3)], { auto_pad: 'VALID', strides: [2, 2] }),
  node('ConvTranspose', 11, [x(1, 4, 5, 6), weights(4, 3, 3, 3)], {
    strides: [2, 3],
    pads: [1, 0, 1, 2],
    output_padding: [1, 0],
  }),
  node('ConvTranspose', 11, [x(1, 4, 5, 6), weights(4, 2, 3, 3)], { group: 2, dilations: [2, 2] }),
  node('ConvTranspose', 11, [x(1, 4, 5, 6), weights(4, 3, 3, 3)], { strides: [2, 2], auto_pad: 'SAME_UPPER' }),
  node('MaxPool', 12, [x(1, 3, 10, 11)], pool),
  node('MaxPool', 12, [x(1, 3, 10, 11)], { ...pool, ceil_mode: 1 }),
  node('MaxPool', 12, [x(1, 3, 7, 8)], { kernel_shape: [2, 2], strides: [3, 3], pads: [1, 1, 1, 1], ceil_mode: 1 }),
  node('MaxPool', 12, [x(1, 3, 12, 12)], { ...pool, dilations: [2, 3] }),
  node('MaxPool', 12, [x(1, 3, 10, 11)], { ...pool, auto_pad: 'SAME_UPPER' }),
  node('AveragePool', 11, [x(1, 3, 10, 11)], { ...pool, pads: [1, 1, 1, 1], count_include_pad: 1 }),
  node('AveragePool', 19, [x(1, 3, 10, 12)], { ...pool, ceil_mode: 1 }),
  node('GlobalAveragePool', 9, [x(2, 3, 5, 6)]),
  node('LRN', 9, [x(1, 6, 4, 4)], { size: 3 }),
  node('Gemm', 11, [x(5, 4), weights(3, 4), weights(3)], { transB: 1 }),
  node('Gemm', 11, [x(4, 5), weights(4, 3)], { transA: 1 }),
  node('MatMul', 9, [x(2, 1, 3, 4), weights(5, 4, 6)]),
  node('MatMul', 9, [x(4), weights(2, 4, 6)]),
  node('MatMul', 9, [x(2, 3, 4), weights(4)]),
  node('Add', 9, [x(2, 1, 4), weights(3, 1)]),
  node('Sum', 9, [x(2, 1, 4), weights(3, 1), weights(4)]),
  node('Where', 9, [{ bools: [1, 0, 1], dims: [3, 1] }, x(2, 1, 4), weights(4)]),
  node('PRelu', 9, [x(1, 3, 4, 4), weights(3, 1, 1)]),
  node('Concat', 11, [x(2, 3, 4), weights(2, 5, 4)], { axis: -2 }),
  node('Split', 11, [x(2, 7)], { axis: 1, split: [3, 4] }, 2),
  node('Split', 13, [x(2, 7), ints(2, 4, 1)], { axis: -1 }, 3),
  node('Split', 13, [x(2, 6)], { axis: 1 }, 3),
  node('Split', 18, [x(2, 7)], { axis: 1, num_outputs: 3 }, 3),
  node('Slice', 9, [x(4, 10, 6)], { starts: [1, -4], ends: [100, -1], axes: [0, 1] }),
  node('Slice', 10, [x(4, 10, 6), ints(9, 5), ints(-100, 0), ints(1, 2), ints(-2, -3)]),
  node('Slice', 13, [x(4, 10, 6), ints(2), ints(1)]),
  node('Slice', 13, [x(4, 10), ints(-3), ints(Number.MAX_SAFE_INTEGER), ints(-1)]),
  node('Reshape', 9, [x(2, 3, 4), ints(0, -1, 2)]),
  node('Flatten', 11, [x(2, 3, 4, 5)], { axis: 2 }),
  node('Flatten', 11, [x(2, 3, 4)], { axis: 0 }),
  node('Flatten', 11, [x(2, 3, 4)], { axis: -1 }),
  node('Squeeze', 11, [x(1, 3, 1, 4)], { axes: [0, -2] }),
  node('Squeeze', 13, [x(1, 3, 1, 4), ints(2)]),
  node('Squeeze', 13, [x(1, 3, 1, 4)]),
  node('Unsqueeze', 11, [x(3, 4)], { axes: [0, 3] }),
  node('Unsqueeze', 13, [x(3, 4), ints(-1, 1)]),
  node('Transpose', 9, [x(2, 3, 4)]),
  node('Transpose', 9, [x(2, 3, 4)], { perm: [1, 2, 0] }),
  node('Expand', 9, [x(3, 1), ints(2, 1, 5)]),
  node('Tile', 9, [x(2, 3), ints(2, 3)]),
  node('Pad', 10, [x(2, 3)], { pads: [0, 1, 2, 3] }),
  node('Pad', 11, [x(4, 5), ints(1, 2, 3, 0)], { mode: 'reflect' }),
  node('Pad', 13, [x(4, 5), ints(1, -2, 3, 0), floats(7)]),
  node('Gather', 11, [x(2, 5, 3), { ints: [0, 4, 1, 1], dims: [2, 2] }], { axis: 1 }),
  node('Gather', 11, [x(2, 5, 3), { ints: [-1], dims: [] }], { axis: -1 }),
  node('ReduceMean', 11, [x(2, 3, 4)], { axes: [-1, 0], keepdims: 0 }),
  node('ReduceMean', 18, [x(2, 3, 4), ints(1)]),
  node('ReduceSum', 13, [x(2, 3, 4), ints(0, 2)], { keepdims: 0 }),
  node('ReduceSum', 13, [x(2, 3, 4)], { noop_with_empty_axes: 1 }),
  node('ReduceMax', 11, [x(2, 3, 4)]),
  node('ArgMax', 11, [x(2, 3, 4)], { axis: 1, keepdims: 0 }),
  node('Softmax', 11, [x(2, 3, 4)]),
  node('Resize', 10, [x(1, 2, 5, 6), floats(1, 1, 2, 1.5)]),
  node('Resize', 11, [x(1, 2, 5, 6), floats(), floats(1, 1, 0.6, 2)], { mode: 'linear' }),
  node('Resize', 13, [x(1, 2, 5, 6), null, null, ints(1, 2, 7, 3)], { mode: 'cubic' }),
  node('Upsample', 9, [x(1, 2, 5, 6), floats(1, 1, 2, 3)]),
  node('DepthToSpace', 11, [x(1, 8, 3, 4)], { blocksize: 2, mode: 'CRD' }),
  node('SpaceToDepth', 9, [x(1, 2, 4, 6)], { blocksize: 2 }),
  node('LayerNormalization', 17, [x(2, 3, 4), weights(3, 4)], { axis: 1 }),
  node('Shape', 15, [x(2, 3, 4, 5)], { start: 1, end: -1 }),
  node('Shape', 13, [x(2, 3, 4, 5)]),
  node('Size', 13, [x(2, 3, 4)]),
  node('Clip', 11, [x(2, 3), { floats: [0], dims: [] }, null]),
  node('Dropout', 9, [x(2, 3)]),
]

const label = ({ op, opset, operands, attributes }: TestNode) =>
  `${op}-${opset} ${operands
    .map((operand) => JSON.stringify(operand && 'input' in operand ? operand.input : operand))
    .join(' ')
    .slice(0, 60)} ${JSON.stringify(attributes)}`

describe('shapes of single operations are those of ONNX Runtime', () => {
  it.each(SHAPES.map((test) => [label(test), test] as const))('%s', async (_name, test) => {
    const file = oneNode(test)
    const expected = await runtime(test, file)
    const shaped = ours(file)
    expect(shaped.model.outputs.map((id) => shaped.dims[id])).toEqual(expected.map(({ dims }) => dims))
  })
})

const matrix: Operand = { ints: [1, 2, 3, 4, 5, 6], dims: [2, 3] }

const FOLDED: readonly TestNode[] = [
  node('Add', 9, [matrix, ints(10, 20, 30)]),
  node('Sub', 9, [ints(1, 2), { ints: [5], dims: [] }]),
  node('Mul', 9, [matrix, { ints: [2, 3], dims: [2, 1] }]),
  node('Div', 9, [ints(7, -7, 8), ints(2, 2, -3)]),
  node('Div', 9, [floats(7, -7), floats(2, 4)]),
  node('Mod', 10, [ints(7, -7, 8), ints(3, 3, -3)]),
  node('Pow', 12, [floats(2, 3), floats(3, 2)]),
  node('Max', 12, [floats(2, 3), floats(1, 9), floats(5)]),
  node('Equal', 11, [ints(1, 2, 3), ints(1, 0, 3)]),
  node('Less', 9, [floats(1, 2), floats(2, 2)]),
  node('Not', 9, [{ bools: [1, 0] }]),
  node('Where', 9, [{ bools: [1, 0, 1] }, ints(1, 2, 3), ints(7, 8, 9)]),
  node('Neg', 9, [ints(1, -2)]),
  node('Floor', 9, [floats(1.7, -1.2)]),
  node('Ceil', 9, [floats(1.2, -1.7)]),
  node('Round', 11, [floats(0.5, 1.5, 2.5, -0.5, -1.5, 1.4)]),
  node('Sqrt', 9, [floats(2, 9)]),
  node('Clip', 12, [floats(-5, 0.5, 9), { floats: [0], dims: [] }, { floats: [1], dims: [] }]),
  node('Cast', 9, [floats(1.9, -1.9)], { to: 7 }),
  node('Cast', 9, [ints(0, 5)], { to: 9 }),
  node('Concat', 11, [matrix, { ints: [9, 9], dims: [2, 1] }], { axis: 1 }),
  node('Split', 11, [matrix], { axis: 1, split: [1, 2] }, 2),
  node('Slice', 10, [matrix, ints(2), ints(-100), ints(1), ints(-1)]),
  node('Transpose', 9, [matrix]),
  node('Expand', 9, [{ ints: [1, 2], dims: [2, 1] }, ints(2, 2, 3)]),
  node('Tile', 9, [matrix, ints(2, 2)]),
  node('Gather', 11, [matrix, ints(2, 0, -2)], { axis: 1 }),
  node('Unsqueeze', 11, [matrix], { axes: [1] }),
  node('Reshape', 9, [matrix, ints(3, -1)]),
  node('ReduceSum', 11, [matrix], { axes: [0] }),
  node('ReduceProd', 11, [matrix], { axes: [1], keepdims: 0 }),
  node('ReduceMax', 12, [matrix]),
  node('ReduceMean', 11, [floats(1, 2, 6)]),
  node('Range', 11, [
    { ints: [10], dims: [] },
    { ints: [3], dims: [] },
    { ints: [-2], dims: [] },
  ]),
  node('ConstantOfShape', 9, [ints(2, 3)]),
  node('Shape', 13, [x(4, 5)]),
  ...['Max', 'Min', 'Sum', 'Mean'].map((op) => node(op, 13, [floats(2, -3)])),
  node('Dropout', 10, [floats(1, 2)], {}, 2),
  node('Dropout', 13, [floats(1, 2)], {}, 2),
]

describe('constant expressions have the values of ONNX Runtime', () => {
  it.each(FOLDED.map((test) => [label(test), test] as const))('%s', async (_name, test) => {
    const file = oneNode(test)
    const expected = await runtime(test, file)
    const shaped = ours(file)
    expect(shaped.folded.every((folded) => folded)).toBe(true)
    const found = shaped.model.outputs.map((id) => contents(shaped.constants.get(id)))
    // + 0 makes -0 and 0 the same.
    const wanted = expected.map(({ dims, data }) => ({
      dims,
      values: Array.from(data as ArrayLike<number>, (v) => Number(v) + 0),
    }))
    expect(found).toEqual(wanted)
  })
})

function contents(constant: Constant | undefined) {
  if (constant === undefined) return undefined
  const { dims, data } = constant
  if (data.kind === 'fill') return { dims, values: new Array(dims.reduce((a, b) => a * b, 1)).fill(data.value) }
  return { dims, values: data.kind === 'values' ? data.values.map((value) => value + 0) : [] }
}
