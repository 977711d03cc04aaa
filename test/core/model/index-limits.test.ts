// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { readOnnx } from '#core/model/formats/onnx/reader'
import { encodeModel, type NodeProto } from '#core/model/formats/onnx/schema'
import { indexLimits } from '#core/model/index-limits'
import { inferShapes } from '#core/model/infer-shapes'
import { english } from '#messages/say'

const [FLOAT, INT64] = [1, 7]

const value = (name: string, elemType: number, dims: readonly number[]) => ({
  name,
  type: { tensorType: { elemType, shape: { dim: dims.map((dimValue) => ({ dimValue })) } } },
})

/** By input, how many elements its values choose from. */
function limitsOf(node: NodeProto[], dims: Readonly<Record<string, readonly number[]>>): Record<string, number> {
  const model = readOnnx(
    '/m.onnx',
    encodeModel({
      opsetImport: [{ version: 16 }],
      graph: {
        input: Object.entries(dims).map(([name, of]) => value(name, name.startsWith('at') ? INT64 : FLOAT, of)),
        node,
        output: [{ name: 'y' }],
      },
    }),
  )
  const shaped = inferShapes(model, {})
  if (!shaped.ok) throw new Error(english(shaped.problem.message))
  const limits = indexLimits(shaped.value)
  return Object.fromEntries(
    model.inputs.flatMap(({ tensor }) => {
      const found = limits.get(tensor)
      return found === undefined ? [] : [[model.tensors[tensor]?.name ?? '', found]]
    }),
  )
}

describe('inputs that are read as indices', () => {
  const axis = [{ name: 'axis', i: 1, type: 2 }]

  it('choose from the axis that is gathered or scattered along', () => {
    const gather = { opType: 'Gather', input: ['x', 'at'], output: ['y'], attribute: axis }
    expect(limitsOf([gather], { x: [4, 1, 5], at: [2] })).toEqual({ at: 1 })
    const elements = { opType: 'GatherElements', input: ['x', 'at'], output: ['y'], attribute: axis }
    expect(limitsOf([elements], { x: [4, 3], at: [4, 1] })).toEqual({ at: 3 })
  })

  it('choose from the shortest of the dimensions that they have a coordinate for', () => {
    const gather = { opType: 'GatherND', input: ['x', 'at'], output: ['y'] }
    expect(limitsOf([gather], { x: [4, 1, 5], at: [7, 2] })).toEqual({ at: 1 })
    expect(limitsOf([gather], { x: [4, 1, 5], at: [7, 1] })).toEqual({ at: 4 })
  })

  it('do so through operations that keep values, and by the strictest that reads them', () => {
    const nodes = [
      { opType: 'Cast', input: ['at'], output: ['cast'], attribute: [{ name: 'to', i: 6, type: 2 }] },
      { opType: 'Gather', input: ['x', 'cast'], output: ['a'] },
      { opType: 'Gather', input: ['x', 'at'], output: ['b'], attribute: axis },
      { opType: 'Concat', input: ['a', 'b'], output: ['y'], attribute: [{ name: 'axis', i: 0, type: 2 }] },
    ]
    expect(limitsOf(nodes, { x: [3, 6], at: [6] })).toEqual({ at: 3 })
  })
})
