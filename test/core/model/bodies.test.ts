// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { readOnnx } from '#core/model/formats/onnx/reader'
import { encodeModel, type GraphProto, type ModelProto, type NodeProto } from '#core/model/formats/onnx/schema'
import { inferShapes } from '#core/model/infer-shapes'
import { modelView } from '#core/model/model-view'
import type { ShapedModel } from '#core/model/shapes'
import { convLayers } from '#core/planning/layers/conv-layers'
import { modelNotes } from '#core/planning/model-notes'
import { english } from '#messages/say'

const [FLOAT, INT64, BOOL] = [1, 7, 9]

const value = (name: string, elemType: number, dims: readonly number[]) => ({
  name,
  type: { tensorType: { elemType, shape: { dim: dims.map((dimValue) => ({ dimValue })) } } },
})
const op = (
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attribute: NodeProto['attribute'] = [],
) => ({
  ...{ opType, name: output[0] ?? '', input, output, attribute },
})
const graph = (name: string, g: GraphProto) => ({ name, g, type: 5 })
const weights = (name: string, ...dims: number[]) => ({
  ...{ name, dims, dataType: FLOAT },
  rawData: new Uint8Array(4 * dims.reduce((a, b) => a * b, 1)),
})
const whole = (name: string, ...values: number[]) => ({
  ...{ name, dims: [values.length], dataType: INT64 },
  rawData: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
})

function shaped(model: ModelProto): ShapedModel {
  const result = inferShapes(readOnnx('/m.onnx', encodeModel({ opsetImport: [{ version: 16 }], ...model })), {})
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

const names = ({ model }: ShapedModel) => model.nodes.map(({ name }) => name)
const dimsOf = ({ model: { tensors }, dims }: ShapedModel, name: string) =>
  dims[tensors.find((tensor) => tensor.name === name)?.id ?? -1]
const notes = (model: ShapedModel) => modelNotes(model).map(english)

describe('a function of the file', () => {
  const call = (name: string, input: string, output: string, attribute: NodeProto['attribute'] = []): NodeProto => ({
    ...{ opType: 'Block', domain: 'local', name, input: [input, 'w'], output: [output], attribute },
  })
  const block = {
    ...{ name: 'Block', domain: 'local', input: ['x', 'w'], output: ['y'], attribute: ['group'] },
    opsetImport: [{ version: 16 }],
    node: [op('Conv', ['x', 'w'], ['c'], [{ name: 'group', refAttrName: 'group', type: 2 }]), op('Relu', ['c'], ['y'])],
  }
  const file = (functions: NonNullable<ModelProto['functions']>, ...node: NodeProto[]): ModelProto => ({
    functions,
    graph: {
      input: [value('in', FLOAT, [1, 4, 8, 8])],
      initializer: [weights('w', 4, 2, 3, 3)],
      node,
      output: [{ name: 'out' }],
    },
  })
  const two = [{ name: 'group', i: 2, type: 2 }]

  it('stands in place of its calls, with their attributes', () => {
    const found = shaped(file([block], call('a', 'in', 'mid', two), call('b', 'mid', 'out', two)))
    expect(names(found)).toEqual(['a/c', 'a/y', 'b/c', 'b/y'])
    expect(convLayers(found).layers).toMatchObject([{ problem: { group: 2 } }, { problem: { group: 2 } }])
    expect(dimsOf(found, 'out')).toEqual([1, 4, 4, 4])
  })

  it('calls others, and gives back an input as it is', () => {
    const outer = {
      ...{ name: 'Outer', domain: 'local', input: ['p', 'q'], output: ['r', 'p'] },
      node: [{ ...call('inner', 'p', 'r', two), input: ['p', 'q'] }],
    }
    const node = { ...call('o', 'in', 'out'), opType: 'Outer', output: ['out', 'same'] }
    const found = shaped(file([block, outer], node, op('Relu', ['same'], ['also'])))
    expect(convLayers(found).layers).toHaveLength(1)
    expect(dimsOf(found, 'also')).toEqual([1, 4, 8, 8])
  })

  it('is refused where it calls itself', () => {
    const endless = { ...block, node: [call('again', 'x', 'y')] }
    expect(() => shaped(file([endless], call('a', 'in', 'out')))).toThrow(/nest deeper than 32/)
  })
})

describe('a choice', () => {
  const body = (output: string, ...node: NodeProto[]): GraphProto => ({
    node,
    initializer: [weights('v', 4, 4, 1, 1)],
    output: [{ name: output }],
  })
  const choice = (condition: string): NodeProto =>
    op(
      'If',
      [condition],
      ['y'],
      [
        graph('then_branch', body('t', op('Conv', ['x', 'v'], ['t']))),
        graph('else_branch', body('e', op('Squeeze', ['x', 'axis'], ['e']))),
      ],
    )
  const file = (condition: string, more: Partial<GraphProto>): ModelProto => ({
    graph: {
      ...more,
      input: [value('x', FLOAT, [1, 4, 8, 8]), ...(more.input ?? [])],
      initializer: [whole('axis', 1), whole('two', 2), ...(more.initializer ?? [])],
      node: [...(more.node ?? []), choice(condition)],
      output: [{ name: 'y' }],
    },
  })

  it('shows both bodies, whose convolutions count', () => {
    const found = shaped(file('c', { input: [value('c', BOOL, [])] }))
    expect(names(found)).toEqual(['y/then/t', 'y/else/e', 'y'])
    expect(convLayers(found).layers).toHaveLength(1)
    const [bodies, unfit] = notes(found)
    expect(bodies).toBe('The bodies of If, Loop and Scan (2 nodes) are counted once, as if each ran.')
    expect(unfit).toContain('y/else/e')
  })

  it('lets a run find out whether it comes to what it cannot execute', () => {
    const branches = [
      graph('then_branch', body('t', op('Relu', ['x'], ['t']))),
      graph('else_branch', body('e', op('Mystery', ['x'], ['seen']), op('Relu', ['seen'], ['e']))),
    ]
    const node = [op('If', ['c'], ['y'], branches), op('Relu', ['y'], ['z'])]
    const graphOf = (condition: Partial<GraphProto>) =>
      shaped({ graph: { node, output: [{ name: 'z' }], ...condition } })
    const view = (found: ShapedModel) =>
      modelView('m', { path: '/m.onnx', model: found.model, fileBytes: 1, files: [], sha256: '' } as never, found)
    const computed = view(graphOf({ input: [value('x', FLOAT, [1, 4]), value('c', BOOL, [])] }))
    expect(computed.nodes.find(({ sourceOp }) => sourceOp === 'Mystery')).toMatchObject({ decidedInRun: true })
    // What is behind it may have a shape after all.
    expect(computed.nodes.filter(({ notRunnable, decidedInRun }) => notRunnable && !decidedInRun)).toEqual([])
  })

  it('is the body that it takes where the shapes decide, and the other need not fit', () => {
    const node = [op('Shape', ['x'], ['s']), op('Gather', ['s', 'axis'], ['n']), op('Greater', ['n', 'two'], ['c'])]
    const found = shaped(file('c', { node }))
    expect(found.stops).toEqual([])
    expect(dimsOf(found, 'y')).toEqual([1, 4, 8, 8])
    expect(found.operations.at(-1)).toEqual({ kind: 'Alias' })
    expect(found.folded[names(found).indexOf('y/else/e')]).toBe(true)
  })
})

describe('rounds', () => {
  const body: GraphProto = {
    input: [value('i', INT64, []), value('go', BOOL, []), value('state', FLOAT, [1, 4, 8, 8])],
    node: [
      op('Conv', ['state', 'w'], ['next']),
      op('Identity', ['go'], ['goes']),
      op('GlobalAveragePool', ['next'], ['mean']),
    ],
    output: [{ name: 'goes' }, { name: 'next' }, { name: 'mean' }],
  }
  const loop = (count: string): ModelProto => ({
    graph: {
      input: [value('x', FLOAT, [1, 4, 8, 8]), value('m', INT64, []), value('c', BOOL, [])],
      initializer: [weights('w', 4, 4, 1, 1), whole('three', 3)],
      node: [op('Loop', [count, 'c', 'x'], ['last', 'means'], [graph('body', body)])],
      output: [{ name: 'last' }, { name: 'means' }],
    },
  })

  it('of a loop are seen as the first, whose convolutions count', () => {
    const found = shaped(loop('m'))
    expect(convLayers(found).layers).toHaveLength(1)
    expect(dimsOf(found, 'last')).toEqual([1, 4, 8, 8])
    // What the rounds are given belongs to the body, what is there after them does not.
    const outside = found.model.nodes.filter((node) => node.body !== 'last/body').map(({ name }) => name)
    expect(outside).toEqual(['last', 'last.1'])
    expect(dimsOf(found, 'means')).toBeNull()
  })

  it('are put together where their number is known', () => {
    expect(dimsOf(shaped(loop('three')), 'means')).toEqual([3, 1, 4, 1, 1])
  })

  it('of a scan take one element after the other', () => {
    const step: GraphProto = {
      input: [value('sum', FLOAT, [4]), value('row', FLOAT, [4])],
      node: [op('Add', ['sum', 'row'], ['more']), op('Relu', ['more'], ['kept'])],
      output: [{ name: 'more' }, { name: 'kept' }],
    }
    const found = shaped({
      graph: {
        input: [value('zero', FLOAT, [4]), value('rows', FLOAT, [7, 4])],
        node: [
          op(
            'Scan',
            ['zero', 'rows'],
            ['total', 'all'],
            [graph('body', step), { name: 'num_scan_inputs', i: 1, type: 2 }],
          ),
        ],
        output: [{ name: 'total' }, { name: 'all' }],
      },
    })
    expect([dimsOf(found, 'total'), dimsOf(found, 'all')]).toEqual([[4], [7, 4]])
  })
})

it('text and lists are no obstacle to what does not need them', () => {
  const found = shaped({
    graph: {
      input: [value('x', FLOAT, [2, 3]), { name: 'list', type: {} }],
      node: [
        op('Constant', [], ['words'], [{ name: 'value_strings', strings: [new Uint8Array([97])], type: 8 }]),
        { ...op('Tokens', ['words', 'list'], ['tokens']), domain: 'acme' },
        op('Relu', ['x'], ['y']),
      ],
      output: [{ name: 'y' }],
    },
  })
  expect(dimsOf(found, 'y')).toEqual([2, 3])
  expect(dimsOf(found, 'list')).toBeNull()
})

describe('a body whose rounds are counted in the file', () => {
  const scalar = (name: string, elemType: number) => value(name, elemType, [])
  const body = (...node: NodeProto[]): GraphProto => ({
    input: [scalar('i', INT64), scalar('go', BOOL), value('state', FLOAT, [2])],
    node: [...node, op('Identity', ['go'], ['on'])],
    output: [{ name: 'on' }, { name: 'next' }, { name: 'seen' }],
  })
  const looped = (inner: GraphProto, count: number) =>
    shaped({
      graph: {
        input: [value('x', FLOAT, [2])],
        initializer: [whole('count', count)],
        node: [op('Loop', ['count', '', 'x'], ['y', 'all'], [graph('body', inner)])],
        output: [{ name: 'y' }, { name: 'all' }],
      },
    })

  it('stands once for every round of a Loop', () => {
    const found = looped(body(op('Add', ['state', 'x'], ['next']), op('Relu', ['next'], ['seen'])), 3)
    expect(names(found).filter((name) => name.endsWith('next'))).toEqual([0, 1, 2].map((i) => `y/body.${i}/next`))
    expect([dimsOf(found, 'y'), dimsOf(found, 'all')]).toEqual([[2], [3, 2]])
    expect(notes(found)).toEqual([])
  })

  it('stands once where the rounds are many, or another one is not certain', () => {
    const many = looped(body(op('Add', ['state', 'x'], ['next']), op('Relu', ['next'], ['seen'])), 1000)
    expect(names(many)).toContain('y/body/next')
    const inner = body(op('Add', ['state', 'x'], ['next']), op('Relu', ['next'], ['seen']))
    const open = { ...inner, node: [...(inner.node ?? []).slice(0, 2), op('Not', ['go'], ['on'])] }
    expect(names(looped(open, 3))).toContain('y/body/next')
  })

  it('is given the elements of a Scan, from the end where it says so', () => {
    const inner: GraphProto = {
      input: [value('state', FLOAT, [2]), value('element', FLOAT, [2])],
      node: [op('Add', ['state', 'element'], ['next']), op('Relu', ['next'], ['seen'])],
      output: [{ name: 'next' }, { name: 'seen' }],
    }
    const attributes = [
      graph('body', inner),
      { name: 'num_scan_inputs', i: 1, type: 2 },
      { name: 'scan_input_directions', ints: [1], type: 7 },
      { name: 'scan_output_axes', ints: [1], type: 7 },
    ]
    const found = shaped({
      graph: {
        input: [value('x', FLOAT, [2]), value('list', FLOAT, [4, 2])],
        node: [op('Scan', ['x', 'list'], ['y', 'all'], attributes)],
        output: [{ name: 'y' }, { name: 'all' }],
      },
    })
    expect([dimsOf(found, 'y'), dimsOf(found, 'all')]).toEqual([[2], [2, 4]])
    const first = found.model.nodes.find(({ name }) => name === 'y/0/element0')
    expect(found.operations[first?.id ?? -1]).toEqual({ kind: 'Gather', axis: 0, indices: [3] })
  })
})
