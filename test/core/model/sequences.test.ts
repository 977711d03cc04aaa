// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { readOnnx } from '#core/model/formats/onnx/reader'
import { encodeModel, type GraphProto, type NodeProto, type ValueInfoProto } from '#core/model/formats/onnx/schema'
import { inferShapes } from '#core/model/infer-shapes'
import type { ShapedModel } from '#core/model/shapes'
import { english } from '#messages/say'

const [FLOAT, INT64, BOOL] = [1, 7, 9]
const tensorType = (elemType: number, dims: readonly number[]) => ({
  tensorType: { elemType, shape: { dim: dims.map((dimValue) => ({ dimValue })) } },
})
const value = (name: string, elemType: number, dims: readonly number[]): ValueInfoProto => ({
  name,
  type: tensorType(elemType, dims),
})
const op = (
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attribute: NodeProto['attribute'] = [],
): NodeProto => ({ opType, name: output[0] ?? '', input, output, attribute })
const graph = (name: string, g: GraphProto) => ({ name, g, type: 5 })
const whole = (name: string, ...values: number[]) => ({
  ...{ name, dims: [], dataType: INT64 },
  rawData: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
})

const IMAGES = [value('a', FLOAT, [2, 3]), value('b', FLOAT, [4, 3])]

function shaped(node: NodeProto[], outputs: readonly string[], input: readonly ValueInfoProto[] = IMAGES): ShapedModel {
  const initializer = [whole('zero', 0), whole('one', 1), whole('last', -1)]
  const file = { input: [...input], initializer, node, output: outputs.map((name) => ({ name })) }
  const result = inferShapes(readOnnx('/m.onnx', encodeModel({ opsetImport: [{ version: 18 }], graph: file })), {})
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

const outputDims = ({ model, dims }: ShapedModel) => model.outputs.map((tensor) => dims[tensor])
const gaps = ({ model }: ShapedModel) =>
  model.nodes.flatMap(({ name, operation }) =>
    operation.kind === 'Unsupported' ? [`${name}: ${english(operation.why)}`] : [],
  )

describe('a sequence whose tensors the file tells', () => {
  it('is the list of them: it can be added to, taken from, counted and put together', () => {
    const found = shaped(
      [
        op('SequenceConstruct', ['a', 'b'], ['s']),
        op('SequenceInsert', ['s', 'b', 'zero'], ['more']),
        op('SequenceErase', ['more', 'one'], ['fewer']),
        op('SequenceAt', ['fewer', 'last'], ['y']),
        op('SequenceLength', ['more'], ['length']),
        op('ConcatFromSequence', ['more'], ['all']),
      ],
      ['y', 'all', 'length'],
    )
    expect(gaps(found)).toEqual([])
    expect(outputDims(found)).toEqual([[4, 3], [10, 3], []])
  })

  it('begins empty, and grows in the rounds of a Loop', () => {
    const body: GraphProto = {
      input: [value('i', INT64, []), value('c', BOOL, []), { name: 'state' }],
      node: [op('Identity', ['c'], ['c2']), op('SequenceInsert', ['state', 'a'], ['grown'])],
      output: [{ name: 'c2' }, { name: 'grown' }],
    }
    const found = shaped(
      [
        op('SequenceEmpty', [], ['none']),
        op('Loop', ['one', '', 'none'], ['s'], [graph('body', body)]),
        op(
          'ConcatFromSequence',
          ['s'],
          ['y'],
          [
            { name: 'axis', i: 0, type: 2 },
            { name: 'new_axis', i: 1, type: 2 },
          ],
        ),
      ],
      ['y'],
    )
    expect(gaps(found)).toEqual([])
    expect(outputDims(found)).toEqual([[1, 2, 3]])
  })

  it('is given to a body element by element, beside tensors that every element is given', () => {
    const body: GraphProto = {
      input: [{ name: 'element' }, { name: 'beside' }],
      node: [op('MatMul', ['element', 'beside'], ['product'])],
      output: [{ name: 'product' }],
    }
    const found = shaped(
      [
        op('SequenceConstruct', ['a', 'b'], ['s']),
        op('Transpose', ['a'], ['turned']),
        op('SequenceMap', ['s', 'turned'], ['products'], [graph('body', body)]),
      ],
      ['products'],
    )
    expect(gaps(found)).toEqual([])
    // The model gives what the sequence has.
    expect(outputDims(found)).toEqual([
      [2, 2],
      [4, 2],
    ])
  })

  it('is split off a tensor: even parts, of which the last may have less', () => {
    const found = shaped([op('SplitToSequence', ['b', 'one'], ['s'])], ['s'])
    expect(outputDims(found)).toEqual(Array.from({ length: 4 }, () => [1, 3]))
  })

  it('is what an If gives, where both bodies give as many', () => {
    const branch = (first: string): GraphProto => ({
      node: [op('SequenceConstruct', [first, first], ['own'])],
      output: [{ name: 'own' }],
    })
    const condition = value('flag', BOOL, [])
    const nodes = (other: GraphProto) => [
      op('If', ['flag'], ['s'], [graph('then_branch', branch('a')), graph('else_branch', other)]),
      op('SequenceAt', ['s', 'zero'], ['y']),
    ]
    const alike = shaped(nodes(branch('a')), ['y'], [...IMAGES, condition])
    expect(gaps(alike)).toEqual([])
    expect(outputDims(alike)).toEqual([[2, 3]])
    const single: GraphProto = { node: [op('SequenceConstruct', ['a'], ['own'])], output: [{ name: 'own' }] }
    expect(gaps(shaped(nodes(single), ['y'], [...IMAGES, condition]))[0]).toContain('s: it has to do with a sequence')
  })
})

describe('an optional value', () => {
  it('is what it holds, or known to be empty', () => {
    const found = shaped(
      [
        op('Optional', ['a'], ['o']),
        op('OptionalGetElement', ['o'], ['y']),
        op('OptionalHasElement', ['o'], ['has']),
        op('Optional', [], ['nothing']),
        op('OptionalHasElement', ['nothing'], ['lacks']),
      ],
      ['y', 'has', 'lacks'],
    )
    expect(gaps(found)).toEqual([])
    const constants = found.model.outputs.map((tensor) => found.constants.get(tensor)?.data)
    expect(constants.slice(1)).toEqual([
      { kind: 'values', values: [1] },
      { kind: 'values', values: [0] },
    ])
  })

  it('is a tensor where an input is optional', () => {
    const input: ValueInfoProto = { name: 'maybe', type: { optionalType: { elemType: tensorType(FLOAT, [2, 5]) } } }
    const found = shaped([op('OptionalGetElement', ['maybe'], ['y'])], ['y'], [input])
    expect(outputDims(found)).toEqual([[2, 5]])
  })
})

describe('a sequence that is not known before it runs', () => {
  it('is said to be so by what reads it, and the rest is read', () => {
    const sequence: ValueInfoProto = { name: 'given', type: {} }
    const found = shaped(
      [
        op('SequenceAt', ['given', 'zero'], ['first']),
        op('Relu', ['a'], ['y']),
        op('SequenceConstruct', ['a', 'b'], ['s']),
        op('Relu', ['where'], ['index']),
        op('SequenceAt', ['s', 'index'], ['some']),
      ],
      ['y', 'first', 'some'],
      [...IMAGES, sequence, value('where', INT64, [])],
    )
    expect(outputDims(found)[0]).toEqual([2, 3])
    expect(gaps(found).map((gap) => gap.split(':')[0])).toEqual(['first', 'some'])
    // The graph shows what the sequence was made of.
    const some = found.model.nodes.find(({ name }) => name === 'some')
    expect(some?.inputs.map((tensor) => found.model.tensors[tensor]?.name)).toEqual(['a', 'b', 'index'])
  })
})
