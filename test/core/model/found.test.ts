// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { find } from '#core/model/folding/found'
import { readOnnx } from '#core/model/formats/onnx/reader'
import { encodeModel } from '#core/model/formats/onnx/schema'
import { inferShapes } from '#core/model/infer-shapes'

describe('what is found', () => {
  it('by NonZero is an index for each, by axis', () => {
    const [found] = find({ kind: 'NonZero' }, [{ dims: [2, 2, 2], values: [0, 3, 0, 0, 0, 0, -1, 1] }])
    expect(found).toEqual({ dims: [3, 3], values: [0, 1, 1, 0, 1, 1, 1, 0, 1] })
  })

  it('by Unique along the last axis keeps its columns', () => {
    const x = { dims: [2, 4], values: [2, 1, 2, 1, 5, 0, 5, 3] }
    expect(find({ kind: 'Unique', axis: -1, sorted: true }, [x])).toEqual([
      { dims: [2, 3], values: [1, 1, 2, 0, 3, 5] },
      { dims: [3], values: [1, 3, 0] },
      { dims: [4], values: [2, 0, 2, 1] },
      { dims: [3], values: [1, 1, 2] },
    ])
    const [unsorted] = find({ kind: 'Unique', axis: 1, sorted: false }, [x])
    expect(unsorted?.values).toEqual([2, 1, 1, 5, 0, 3])
  })

  it('by NonMaxSuppression is nothing where the most is left out', () => {
    const boxes = { dims: [1, 1, 4], values: [0, 0, 1, 1] }
    const scores = { dims: [1, 1, 1], values: [0.9] }
    expect(find({ kind: 'NonMaxSuppression', centred: false }, [boxes, scores])).toEqual([{ dims: [0, 3], values: [] }])
    expect(() => find({ kind: 'NonMaxSuppression', centred: false }, [boxes, boxes])).toThrow()
  })
})

describe('what shapes wait for', () => {
  const value = (name: string, elemType: number, dims: readonly number[]) => ({
    name,
    type: { tensorType: { elemType, shape: { dim: dims.map((dimValue) => ({ dimValue })) } } },
  })
  const shaped = (opType: string, input: readonly ReturnType<typeof value>[]) => {
    const node = [{ opType, input: input.map(({ name }) => name), output: ['y'] }]
    const graph = { input, node, output: [{ name: 'y' }] }
    const model = inferShapes(readOnnx('/m.onnx', encodeModel({ opsetImport: [{ version: 16 }], graph })), {})
    if (!model.ok) throw new Error('The model does not fit together.')
    return model.value
  }

  it.each([
    ['NonZero', [value('x', 1, [3, 4])], ['x']],
    ['Reshape', [value('x', 1, [3, 4]), value('shape', 7, [2])], ['shape']],
    ['Trilu', [value('x', 1, [3, 4]), value('k', 7, [])], ['k']],
    ['Gather', [value('x', 1, [3, 4]), value('indices', 7, [2])], []],
  ])('%s', (opType, inputs, names) => {
    const { awaited, model } = shaped(opType, inputs)
    expect([...awaited.values()].flat().map((tensor) => model.tensors[tensor]?.name)).toEqual(names)
  })
})
