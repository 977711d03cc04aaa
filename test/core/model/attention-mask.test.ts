// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { readOnnx } from '#core/model/formats/onnx/reader'
import { encodeModel } from '#core/model/formats/onnx/schema'
import { inferShapes } from '#core/model/infer-shapes'
import { english } from '#messages/say'

const [FLOAT, INT32] = [1, 6]
const value = (name: string, elemType: number, dims: readonly number[]) => ({
  name,
  type: { tensorType: { elemType, shape: { dim: dims.map((dimValue) => ({ dimValue })) } } },
})
const weights = (name: string, ...dims: number[]) => ({
  ...{ name, dims, dataType: FLOAT },
  rawData: new Uint8Array(4 * dims.reduce((a, b) => a * b, 1)),
})

/** Three queries, four keys before; the mask goes through a Cast, as exporters write it. */
function attended(mask: readonly number[]) {
  const node = [
    { opType: 'Cast', name: 'cast', input: ['mask'], output: ['m'], attribute: [{ name: 'to', i: INT32, type: 2 }] },
    {
      ...{ opType: 'Attention', domain: 'com.microsoft', name: 'a', input: ['x', 'w', 'b', 'm', 'past'] },
      ...{ output: ['y', 'present'], attribute: [{ name: 'num_heads', i: 2, type: 2 }] },
    },
  ]
  const graph = {
    ...{ node, initializer: [weights('w', 8, 24), weights('b', 24)], output: [{ name: 'y' }, { name: 'present' }] },
    input: [value('x', FLOAT, [1, 3, 8]), value('mask', FLOAT, mask), value('past', FLOAT, [2, 1, 2, 4, 4])],
  }
  const opsetImport = [{ version: 17 }, { domain: 'com.microsoft', version: 1 }]
  const found = inferShapes(readOnnx('/m.onnx', encodeModel({ opsetImport, graph })), {})
  if (!found.ok) throw new Error(english(found.problem.message))
  const { stops, model, dims } = found.value
  return { stops, outputs: model.outputs.map((tensor) => dims[tensor]) }
}

describe('the mask of an Attention of ONNX Runtime', () => {
  it.each([
    ['one number for every key', [1, 7]],
    ['one for every query and key', [1, 3, 7]],
    // What these queries and keys need is taken of it.
    ['one for those of the longest sequence', [1, 1, 16, 16]],
  ])('has %s, behind a Cast too', (_, mask) => {
    expect(attended(mask)).toEqual({
      stops: [],
      outputs: [
        [1, 3, 8],
        [2, 1, 2, 7, 4],
      ],
    })
  })
})
