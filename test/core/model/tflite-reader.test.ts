// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { readTflite } from '#core/model/formats/tflite/reader'
import { inferShapes } from '#core/model/infer-shapes'
import type { ShapedModel } from '#core/model/shapes'
import { english } from '#messages/say'
import { hasShared, mediapipeModel, NO_SHARED, opened, shared } from './support/model-files'
import { type GraphSketch, type OperatorSketch, type TensorSketch, tflite } from './support/tflite-writer'

function shaped(bytes: Uint8Array): ShapedModel {
  const result = inferShapes(readTflite('/models/test.tflite', bytes), {})
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

function graph(sketch: GraphSketch): ShapedModel {
  return shaped(tflite(sketch))
}

const ramp = (count: number) => Array.from({ length: count }, (_, i) => i)

/** x → one operator → y, with further inputs in between. */
function single(
  x: TensorSketch,
  parameters: readonly TensorSketch[],
  y: TensorSketch,
  operator: Pick<OperatorSketch, 'code' | 'options' | 'customOptions'> & { readonly order?: readonly number[] },
): ShapedModel {
  const { order = [0, ...parameters.map((_, i) => i + 1)] } = operator
  const last = parameters.length + 1
  return graph({
    tensors: [x, ...parameters, y],
    inputs: [0],
    outputs: [last],
    operators: [{ ...operator, inputs: order, outputs: [last] }],
  })
}

/** Resolved operation of the only node that is not a change of layout, with dims of its inputs and outputs. */
function computed(model: ShapedModel) {
  const nodes = model.model.nodes.filter(({ sourceOp }) => sourceOp !== '(layout)')
  const [node] = nodes
  if (node === undefined || nodes.length !== 1) throw new Error(`${nodes.length} nodes`)
  return {
    operation: model.operations[node.id],
    inputs: node.inputs.map((id) => (id < 0 ? null : model.dims[id])),
    outputs: node.outputs.map((id) => model.dims[id]),
  }
}

const outputDims = ({ model, dims }: ShapedModel) => model.outputs.map((id) => dims[id])

describe('windows of .tflite files', () => {
  it('a convolution has its channels first, its weights stay in the file in their own order', () => {
    const weights = { name: 'w', dims: [5, 3, 2, 4], floats: ramp(120) }
    const bias = { name: 'b', dims: [5], floats: ramp(5) }
    const options = { 0: { byte: 0 }, 1: { int: 1 }, 2: { int: 2 }, 3: { byte: 3 }, 4: { int: 1 }, 5: { int: 2 } }
    const model = single(
      { name: 'x', dims: [1, 9, 7, 4] },
      [weights, bias],
      { name: 'y', dims: [1, 5, 7, 5] },
      {
        code: 3,
        options,
      },
    )
    const { operation, inputs, outputs } = computed(model)
    expect(inputs).toEqual([[1, 4, 9, 7], [5, 4, 3, 2], [5]])
    expect(outputs).toEqual([[1, 5, 5, 7]])
    expect(operation).toMatchObject({
      kind: 'Conv',
      kernel: [3, 2],
      strides: [2, 1],
      dilations: [2, 1],
      // SAME: 4 rows more than there are, of columns one, which goes to the end.
      pads: [2, 0, 2, 1],
      group: 1,
      activation: 'relu6',
    })
    expect(outputDims(model)).toEqual([[1, 5, 7, 5]])
    const constant = model.model.tensors.find(({ name }) => name === 'w')?.constant
    expect(constant?.stored).toEqual({ dims: [5, 3, 2, 4], permutation: [0, 3, 1, 2] })
  })

  it('a depthwise convolution with a multiplier is grouped by its input channels', () => {
    const weights = { name: 'w', dims: [1, 3, 3, 8], floats: ramp(72) }
    const model = single(
      { name: 'x', dims: [1, 8, 8, 4] },
      [weights],
      { name: 'y', dims: [1, 6, 6, 8] },
      {
        code: 4,
        options: { 0: { byte: 1 }, 1: { int: 1 }, 2: { int: 1 }, 3: { int: 2 } },
      },
    )
    expect(computed(model)).toMatchObject({
      operation: { kind: 'Conv', group: 4, pads: [0, 0, 0, 0] },
      inputs: [[1, 4, 8, 8], [8, 1, 3, 3], null],
      outputs: [[1, 8, 6, 6]],
    })
  })

  it('a transposed convolution has the shape that is asked for', () => {
    const shape = { name: 's', dims: [4], ints: [1, 7, 8, 2] }
    const weights = { name: 'w', dims: [2, 3, 3, 4], floats: ramp(72) }
    const model = single(
      { name: 'x', dims: [1, 4, 4, 4] },
      [shape, weights],
      { name: 'y', dims: [1, 7, 8, 2] },
      { code: 67, options: { 0: { byte: 0 }, 1: { int: 2 }, 2: { int: 2 } }, order: [1, 2, 0] },
    )
    expect(computed(model)).toMatchObject({
      operation: { kind: 'ConvTranspose', pads: [1, 0, 1, 1] },
      inputs: [[1, 4, 4, 4], [4, 2, 3, 3], null],
      outputs: [[1, 2, 7, 8]],
    })
  })

  it('reads the options of MediaPipe’s transposed convolution', () => {
    const weights = { name: 'w', dims: [1, 2, 2, 4], floats: ramp(16) }
    const bias = { name: 'b', dims: [1], floats: [1] }
    const customOptions = [1, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0]
    const model = single(
      { name: 'x', dims: [1, 4, 6, 4] },
      [weights, bias],
      { name: 'y', dims: [1, 8, 12, 1] },
      {
        code: 'Convolution2DTransposeBias',
        customOptions,
      },
    )
    expect(computed(model)).toMatchObject({
      operation: { kind: 'ConvTranspose', strides: [2, 2], pads: [0, 0, 0, 0] },
      outputs: [[1, 1, 8, 12]],
    })
  })
})

describe('orders of axes', () => {
  const conv = (input: number, output: number, weights: number): OperatorSketch => ({
    code: 3,
    inputs: [input, weights],
    outputs: [output],
    options: { 0: { byte: 0 }, 1: { int: 1 }, 2: { int: 1 } },
  })
  const weights = { name: 'w', dims: [4, 1, 1, 4], floats: ramp(16) }

  it('stays channels first from operator to operator', () => {
    const model = graph({
      tensors: [
        { name: 'x', dims: [1, 8, 6, 4] },
        { name: 'a', dims: [1, 8, 6, 4] },
        { name: 'b', dims: [1, 8, 6, 4] },
        { name: 'c', dims: [1, 8, 6, 8] },
        { name: 'd', dims: [1, 1, 1, 8] },
        weights,
        { name: 'k', dims: [4], floats: [1, 2, 3, 4] },
        { name: 'axes', dims: [2], ints: [1, 2] },
      ],
      inputs: [0],
      outputs: [4],
      operators: [
        conv(0, 1, 5),
        { code: 0, inputs: [1, 6], outputs: [2], options: { 0: { byte: 1 } } },
        { code: 2, inputs: [1, 2], outputs: [3], options: { 0: { int: -1 } } },
        { code: 40, inputs: [3, 7], outputs: [4], options: { 0: { bool: true } } },
      ],
    })
    const layouts = model.model.nodes.filter(({ sourceOp }) => sourceOp === '(layout)')
    expect(layouts.map(({ name }) => name)).toEqual(['x (channels first)', 'd (channels last)'])
    const byOp = new Map(model.model.nodes.map((node) => [node.sourceOp, node]))
    const addend = model.model.tensors[byOp.get('ADD')?.inputs[1] ?? -1]
    expect(addend?.constant).toEqual({ dims: [1, 4, 1, 1], data: { kind: 'values', values: [1, 2, 3, 4] } })
    expect(model.operations[byOp.get('CONCATENATION')?.id ?? -1]).toEqual({ kind: 'Concat', axis: 1 })
    expect(model.operations[byOp.get('MEAN')?.id ?? -1]).toMatchObject({ function: 'mean', axes: [2, 3] })
    expect(outputDims(model)).toEqual([[1, 1, 1, 8]])
  })

  it('a shape is told as the file lists it', () => {
    const model = graph({
      tensors: [
        { name: 'x', dims: [1, 8, 6, 4] },
        { name: 'a', dims: [1, 8, 6, 4] },
        weights,
        { name: 's', dims: [4], type: 2 },
        { name: 'y', dims: [1, 192] },
        { name: 'flat', dims: [2], ints: [1, -1] },
      ],
      inputs: [0],
      outputs: [3, 4],
      operators: [conv(0, 1, 2), { code: 77, inputs: [1], outputs: [3] }, { code: 22, inputs: [1, 5], outputs: [4] }],
    })
    const [shape = -1] = model.model.outputs
    expect(model.constants.get(shape)?.data).toEqual({ kind: 'values', values: [1, 8, 6, 4] })
    expect(outputDims(model)[1]).toEqual([1, 192])
  })

  it('half-precision weights that the file expands are read as they are', () => {
    const model = graph({
      tensors: [
        { name: 'x', dims: [1, 8, 6, 4] },
        { name: 'y', dims: [1, 8, 6, 32] },
        { name: 'half', dims: [32, 1, 1, 4], type: 1, bytes: ramp(256).map((value) => value % 60) },
        { name: 'w', dims: [32, 1, 1, 4] },
      ],
      inputs: [0],
      outputs: [1],
      operators: [{ code: 6, inputs: [2], outputs: [3] }, conv(0, 1, 3)],
    })
    const weight = model.model.tensors.find(({ name }) => name === 'w')
    expect(weight).toMatchObject({ dtype: 'float16', constant: { dims: [32, 4, 1, 1], data: { byteLength: 256 } } })
    expect(computed(model).operation?.kind).toBe('Conv')
  })
})

describe('what .tflite files may not be run with', () => {
  it('an operator that is not known opens and says so', () => {
    const model = single({ name: 'x', dims: [1, 4] }, [], { name: 'y', dims: [1, 4] }, { code: 'FlexThing' })
    expect(computed(model).operation).toEqual({
      kind: 'Unsupported',
      why: expect.toSay('Convscope does not know the custom operator FlexThing'),
    })
  })

  it('weights that are quantised open and are planned', () => {
    const scale = { 4: { table: { 2: { floats: [0.5] }, 3: { longs: [3] } } } }
    const weights = { name: 'w', dims: [4, 1, 1, 4], type: 9, bytes: ramp(16), more: scale }
    const model = single(
      { name: 'x', dims: [1, 8, 6, 4] },
      [weights],
      { name: 'y', dims: [1, 8, 6, 4] },
      {
        code: 3,
        options: { 0: { byte: 0 }, 1: { int: 1 }, 2: { int: 1 } },
      },
    )
    expect(computed(model).outputs).toEqual([[1, 4, 8, 6]])
    const values = ramp(16).map((q) => 0.5 * (q - 3))
    expect(model.model.tensors.find(({ name }) => name === 'w')?.constant?.data).toEqual({ kind: 'values', values })
  })

  it('weights of four bits have a scale for every block of neighbours', () => {
    const model = (block: number, zeros: number) =>
      readTflite(
        '/m.tflite',
        tflite({
          tensors: [
            { name: 'x', dims: [1, 8] },
            {
              ...{ name: 'w', dims: [2, 8], type: 17, bytes: ramp(8) },
              more: {
                4: { table: { 4: { byte: 2 }, 5: { table: { 0: { int: 2 }, 1: { int: zeros }, 2: { int: block } } } } },
              },
            },
            { name: 'scales', dims: [2, 2], type: 1, bytes: [0, 0x3c, 0, 0x38, 0, 0x40, 0, 0x34] },
            { name: 'y', dims: [1, 2] },
          ],
          ...{ inputs: [0], outputs: [3], operators: [{ code: 9, inputs: [0, 1], outputs: [3] }] },
        }),
      ).tensors.find(({ name }) => name === 'w')?.constant?.data
    const scaling = { scales: [1, 0.5, 2, 0.25], zeros: [0], stretch: 4 }
    expect(model(4, -1)).toMatchObject({ kind: 'encoded', element: 'int4', byteLength: 8, scaling })
    // Blocks that are not those of the scales, and zero points.
    for (const data of [model(2, -1), model(3, -1), model(4, 2)]) expect(data).toMatchObject({ kind: 'quantised' })
  })

  it.each([
    ['a tensor that is not there', { tensors: [], inputs: [], outputs: [0], operators: [] }, /tensor 0 of 0/],
    [
      'an operator before its input',
      {
        tensors: [
          { name: 'x', dims: [1] },
          { name: 'y', dims: [1] },
        ],
        inputs: [],
        outputs: [1],
        operators: [{ code: 19, inputs: [0], outputs: [1] }],
      },
      /'x' is read before it has a value/,
    ],
    [
      'data that do not fill a shape',
      { tensors: [{ name: 'w', dims: [3], floats: [1, 2] }], inputs: [], outputs: [0], operators: [] },
      /'w' has 8 bytes of data where its shape needs 12/,
    ],
  ] as const)('%s is refused', (_, sketch, message) => {
    expect(() => readTflite('/m.tflite', tflite(sketch))).toThrow(message)
  })
})

/** Weights, strides, pads and group of every convolution, sorted. */
function convolutions({ model, operations, dims }: ShapedModel): readonly string[] {
  return model.nodes
    .flatMap(({ id, inputs, outputs }) => {
      const operation = operations[id]
      if (operation?.kind !== 'Conv') return []
      const { strides, pads, dilations, group } = operation
      const [x = -1, weight = -1] = inputs
      const sizes = { input: dims[x], weight: dims[weight], output: dims[outputs[0] ?? -1] }
      return [JSON.stringify({ ...sizes, strides, pads, dilations, group })]
    })
    .sort()
}

describe('MediaPipe models', () => {
  it.each([
    [
      'face_detection',
      'face_detection_short_range',
      37,
      [
        [1, 896, 16],
        [1, 896, 1],
      ],
    ],
    [
      'face_detection',
      'face_detection_full_range',
      89,
      [
        [1, 2304, 16],
        [1, 2304, 1],
      ],
    ],
    [
      'face_detection',
      'face_detection_full_range_sparse',
      91,
      [
        [1, 2304, 16],
        [1, 2304, 1],
      ],
    ],
    [
      'hands',
      'hand_landmark_lite',
      47,
      [
        [1, 63],
        [1, 1],
        [1, 1],
        [1, 63],
      ],
    ],
    [
      'hands',
      'hand_landmark_full',
      47,
      [
        [1, 63],
        [1, 1],
        [1, 1],
        [1, 63],
      ],
    ],
    [
      'pose',
      'pose_landmark_lite',
      88,
      [
        [1, 195],
        [1, 1],
        [1, 256, 256, 1],
        [1, 64, 64, 39],
        [1, 117],
      ],
    ],
    ['selfie_segmentation', 'selfie_segmentation', 54, [[1, 256, 256, 1]]],
    ['selfie_segmentation', 'selfie_segmentation_landscape', 54, [[1, 144, 256, 1]]],
  ] as const)('%s/%s: %i convolutions', async (folder, name, convs, outputs) => {
    const { model } = await opened(mediapipeModel(folder, name))
    const result = inferShapes(model, {})
    if (!result.ok) throw new Error(english(result.problem.message))
    expect(convolutions(result.value)).toHaveLength(convs)
    expect(outputDims(result.value)).toEqual(outputs)
    const stuck = result.value.operations.filter((each, id) => !result.value.folded[id] && (each ?? null) === null)
    expect(stuck).toEqual([])
  })

  it.skipIf(!hasShared).each([
    ['face_detection', 'face_detection_short_range'],
    ['selfie_segmentation', 'selfie_segmentation'],
  ])(`%s/%s has the convolutions of its .mnn twin${NO_SHARED}`, async (folder, name) => {
    const lite = inferShapes((await opened(mediapipeModel(folder, name))).model, {})
    const mnn = inferShapes((await opened(shared(`mnn/${name}.mnn`))).model, {})
    if (!lite.ok || !mnn.ok) throw new Error('a model cannot be shaped')
    expect(convolutions(lite.value)).toEqual(convolutions(mnn.value))
  })
})
