// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { inferShapes } from '#core/model/infer-shapes'
import { modelView } from '#core/model/model-view'
import { english } from '#messages/say'
import { opened } from './support/model-files'
import { onnxFile } from './support/onnx-graph'
import { temporaryFolder } from './support/temporary-folder'

const path = temporaryFolder()

async function view(bytes: Uint8Array) {
  await writeFile(path('net.onnx'), bytes)
  const file = await opened(path('net.onnx'))
  const shaped = inferShapes(file.model, {})
  if (!shaped.ok) throw new Error(english(shaped.problem.message))
  return modelView('model-1', file, shaped.value)
}

const NODES = [
  { opType: 'Shape', name: 'shape', input: ['a0'], output: ['s'] },
  { opType: 'Reshape', name: 'reshape', input: ['a0', 's'], output: ['r'] },
  { opType: 'Clip', name: 'clip', input: ['r', '', 'a1'], output: ['c'] },
  { opType: 'Mystery', name: 'mystery', input: ['c'], output: ['m'] },
  { opType: 'Relu', name: 'relu', input: ['m'], output: ['y'] },
]

describe('modelView', () => {
  it('shows graph, shapes and sizes', async () => {
    const model = await view(onnxFile(13, NODES, [{ input: [2, 3] }, { floats: [6], dims: [] }], ['y']))
    const tensor = (name: string) => model.tensors.find((each) => each.name === name)
    expect(model).toMatchObject({ id: 'model-1', fileName: 'net.onnx', format: 'onnx', weightBytes: 4, warnings: [] })
    expect(model.inputs).toEqual([
      {
        tensor: tensor('a0')?.id,
        name: 'a0',
        declaredDims: [2, 3],
        dimNames: [null, null],
        roles: ['batch', 'length'],
        dims: [2, 3],
      },
    ])
    expect(tensor('a0')).toMatchObject({ dtype: 'float32', dims: [2, 3], bytes: 24 })
    expect(tensor('s')).toMatchObject({ dtype: 'int64', dims: [2], bytes: 16, constant: 'file' })
    expect(tensor('y')).toMatchObject({ dims: null, bytes: null })
    expect(tensor('a1')?.constant).toBe('file')
  })

  it('counts integers as weights where they are dequantised, not where they are a shape', async () => {
    const nodes = [
      { opType: 'DequantizeLinear', name: 'weights', input: ['a1', 'a2'], output: ['w'] },
      { opType: 'MatMul', name: 'product', input: ['a0', 'w'], output: ['p'] },
      { opType: 'Reshape', name: 'reshape', input: ['p', 'a3'], output: ['y'] },
    ]
    const weights = { int8s: [1, -2, 3, 4], dims: [2, 2] }
    const scale = { floats: [0.5], dims: [] }
    const model = await view(onnxFile(13, nodes, [{ input: [1, 2] }, weights, scale, { ints: [2] }], ['y']))
    expect(model.weightBytes).toBe(4 + 4)
  })

  it('tells folded nodes and those that cannot run, and leaves absent inputs out', async () => {
    const model = await view(onnxFile(13, NODES, [{ input: [2, 3] }, { floats: [6], dims: [] }], ['y']))
    expect(model.nodes.map(({ name, folded, notRunnable }) => [name, folded, notRunnable])).toEqual([
      ['shape', true, undefined],
      ['reshape', false, undefined],
      ['clip', false, undefined],
      ['mystery', false, expect.toSay('Convscope does not know the operation Mystery')],
      ['relu', false, expect.toSay('the shapes of its inputs are unknown')],
    ])
    const clip = model.nodes[2]
    expect(clip?.inputs).toHaveLength(2)
    expect(clip?.op).toBe('Clip')
  })

  it('is plain data, as the bridge to the window needs it', async () => {
    const model = await view(onnxFile(13, NODES, [{ input: [2, 3] }, { floats: [6], dims: [] }], ['y']))
    expect(structuredClone(model)).toEqual(model)
  })
})
