// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startRun } from '#core/inference/run-session'
import { encodeModel, type GraphProto, type NodeProto, type TensorProto } from '#core/model/formats/onnx/schema'
import { engine } from './engine'
import { execute, jobOf, openSubject, planOf } from './execute'
import { expectClose, referenceOutputs } from './onnx-runtime'
import { floatTensor } from './random-weights'

/** Bodies: which of two runs, and how often one does, is only known in the run. */

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-rounds-'))
})
afterAll(() => rm(folder, { recursive: true }))

const [isa = 'sse'] = engine().executableIsas
const CONFIGURATION = { profile: 'convscope', settings: {}, threads: 2, isa } as const
const [FLOAT, INT64, BOOL] = [1, 7, 9]

type Attributes = Readonly<Record<string, number | readonly number[] | GraphProto>>

function node(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Attributes = {},
): NodeProto {
  const attribute = Object.entries(attributes).map(([name, value]) => {
    if (typeof value === 'number') return { name, type: 2, i: value }
    return Array.isArray(value) ? { name, type: 7, ints: [...value] } : { name, type: 5, g: value as GraphProto }
  })
  return { opType, name: output[0] ?? '', input: [...input], output: [...output], attribute }
}

const value = (name: string, elemType = FLOAT, dims?: readonly number[]) => ({
  name,
  type: { tensorType: { elemType, ...(dims && { shape: { dim: dims.map((dimValue) => ({ dimValue })) } }) } },
})
const number = (name: string, of: number) => floatTensor(name, [], Float32Array.of(of))
const whole = (name: string, ...values: number[]): TensorProto => ({
  ...{ name, dims: [values.length], dataType: INT64 },
  rawData: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
})
const truth = (name: string): TensorProto => ({ name, dims: [], dataType: BOOL, rawData: Uint8Array.of(1) })

const TRUTHS = new Set(['another', 'again'])
/** A body over what is around it. */
const body = (
  nodes: readonly NodeProto[],
  outputs: readonly string[],
  inputs: GraphProto['input'] = [],
): GraphProto => ({
  ...{
    name: 'body',
    node: [...nodes],
    input: inputs,
    output: outputs.map((name) => value(name, TRUTHS.has(name) ? BOOL : FLOAT)),
  },
})

interface Case {
  readonly dims: readonly number[]
  readonly nodes: readonly NodeProto[]
  readonly constants: readonly TensorProto[]
  readonly outputs: readonly string[]
}

/** x is the input, sum what its elements add up to. */
const SUM = node('ReduceSum', ['x'], ['sum'], { keepdims: 0 })

/** While the sum of a state is below a limit it grows by what is around, and every round gives its mean. */
const GROWING = body(
  [
    node('Add', ['state', 'x'], ['grown']),
    node('Mul', ['grown', 'factor'], ['next']),
    node('ReduceMean', ['next'], ['mean'], { axes: [1], keepdims: 0 }),
    node('ReduceMax', ['next'], ['largest'], { keepdims: 0 }),
    node('Less', ['largest', 'limit'], ['another']),
  ],
  ['another', 'next', 'mean'],
  [value('round', INT64, []), value('going', BOOL, []), value('state')],
)

const CASES: Readonly<Record<string, Case>> = {
  'a choice between bodies of different shapes': {
    dims: [3, 4],
    nodes: [
      SUM,
      node('Less', ['sum', 'limit'], ['small']),
      node('If', ['small'], ['y'], {
        then_branch: body([node('Transpose', ['x'], ['turned'])], ['turned']),
        else_branch: body([node('ReduceMax', ['x'], ['most'], { axes: [1] })], ['most']),
      }),
      node('Relu', ['y'], ['z']),
    ],
    constants: [number('limit', 100)],
    outputs: ['z'],
  },
  'a choice of the body that only its own values give sizes to': {
    dims: [20],
    nodes: [
      SUM,
      node('Greater', ['sum', 'limit'], ['large']),
      node('If', ['large'], ['y'], {
        then_branch: body(
          [
            node('Greater', ['x', 'zero'], ['positive']),
            node('NonZero', ['positive'], ['places']),
            node('Gather', ['x', 'places'], ['found']),
          ],
          ['found'],
        ),
        else_branch: body([node('Identity', ['x'], ['same'])], ['same']),
      }),
      node('Exp', ['y'], ['z']),
    ],
    constants: [number('limit', -100), number('zero', 0)],
    outputs: ['z'],
  },
  'a loop that ends when a body says so': {
    dims: [2, 5],
    nodes: [node('Loop', ['', 'yes', 'x'], ['last', 'means'], { body: GROWING })],
    constants: [number('limit', 40), number('factor', 1.5), truth('yes')],
    outputs: ['last', 'means'],
  },
  'a loop of as many rounds as are counted, over a state that grows': {
    dims: [6],
    nodes: [
      node('Greater', ['x', 'zero'], ['positive']),
      node('Cast', ['positive'], ['ones'], { to: INT64 }),
      node('ReduceSum', ['ones'], ['count'], { keepdims: 0 }),
      node('Loop', ['count', '', 'x'], ['last'], {
        body: body(
          [
            node('Cast', ['round'], ['number'], { to: FLOAT }),
            node('Add', ['state', 'number'], ['more']),
            node('Concat', ['state', 'more'], ['next'], { axis: 0 }),
            node('Identity', ['going'], ['another']),
          ],
          ['another', 'next'],
          [value('round', INT64, []), value('going', BOOL, []), value('state', FLOAT)],
        ),
      }),
      node('Neg', ['last'], ['z']),
    ],
    constants: [number('zero', 0)],
    outputs: ['z'],
  },
  'a loop whose body states one dim of its round and condition': {
    dims: [4, 3],
    nodes: [
      SUM,
      node('Greater', ['sum', 'limit'], ['large']),
      node('Loop', ['three', 'large', 'x'], ['last', 'rows'], {
        body: body(
          [
            node('Squeeze', ['round', 'first'], ['at']),
            node('Gather', ['state', 'at'], ['row'], { axis: 0 }),
            node('Squeeze', ['going', 'first'], ['truth']),
            node('Cast', ['truth'], ['one'], { to: FLOAT }),
            node('Add', ['row', 'one'], ['more']),
            node('Add', ['state', 'more'], ['next']),
            node('Identity', ['going'], ['another']),
          ],
          ['another', 'next', 'row'],
          [value('round', INT64, [1]), value('going', BOOL, [1]), value('state')],
        ),
      }),
    ],
    constants: [
      floatTensor('limit', [1], Float32Array.of(-100)),
      ...[whole('first', 0), { ...whole('three', 3), dims: [] }],
    ],
    outputs: ['last', 'rows'],
  },
  'a loop that slices by its round, within a loop': {
    dims: [4, 3],
    nodes: [
      SUM,
      node('Greater', ['sum', 'limit'], ['large']),
      node('Loop', ['three', 'large', 'x'], ['last', 'sums'], {
        body: body(
          [
            node('Unsqueeze', ['round', 'first'], ['from']),
            node('Add', ['from', 'one'], ['to']),
            node('Slice', ['state', 'from', 'to'], ['row']),
            node('ReduceMax', ['row'], ['most'], { keepdims: 0 }),
            node('Less', ['most', 'far'], ['near']),
            node('Loop', ['', 'near', 'state'], ['inner'], {
              body: body(
                [
                  node('Sub', ['given', 'step'], ['lower']),
                  node('ReduceMin', ['lower'], ['least'], { keepdims: 0 }),
                  node('Greater', ['least', 'floor'], ['again']),
                ],
                ['again', 'lower'],
                [value('i', INT64, []), value('c', BOOL, []), value('given')],
              ),
            }),
            node('Identity', ['going'], ['another']),
          ],
          ['another', 'inner', 'row'],
          [value('round', INT64, []), value('going', BOOL, []), value('state')],
        ),
      }),
    ],
    constants: [
      ...[number('limit', -100), number('far', 100), number('floor', -3), number('step', 0.5)],
      ...[whole('one', 1), whole('first', 0), { ...whole('three', 3), dims: [] }],
    ],
    outputs: ['last', 'sums'],
  },
  'a scan of as many elements as there are, from the last': {
    dims: [9, 4],
    nodes: [
      node('Greater', ['x', 'zero'], ['positive']),
      node('NonZero', ['positive'], ['places']),
      node('Transpose', ['places'], ['pairs']),
      node('GatherND', ['x', 'pairs'], ['found']),
      node('Scan', ['start', 'found'], ['total', 'steps'], {
        num_scan_inputs: 1,
        scan_input_directions: [1],
        body: body(
          [node('Add', ['state', 'element'], ['next']), node('Mul', ['next', 'element'], ['step'])],
          ['next', 'step'],
          [value('state'), value('element')],
        ),
      }),
    ],
    constants: [number('zero', 0), number('start', 0)],
    outputs: ['total', 'steps'],
  },
}

async function opened(name: string, { dims, nodes, constants, outputs }: Case) {
  const path = join(folder, `${name.replace(/\W+/g, '-')}.onnx`)
  const graph = {
    ...{ name: 'test', node: [...nodes], initializer: [...constants], input: [value('x', FLOAT, dims)] },
    output: outputs.map((output) => value(output)),
  }
  await writeFile(path, encodeModel({ irVersion: 8, opsetImport: [{ domain: '', version: 13 }], graph }))
  return { subject: await openSubject(path), path }
}

describe('bodies', () => {
  it.each(Object.entries(CASES))('%s', async (name, each) => {
    const { subject, path } = await opened(name, each)
    const done = await execute(subject, CONFIGURATION, { iterations: 2 })
    const wanted = await referenceOutputs(subject, path)
    for (const [i, { name: output, dims }] of done.report.outputs.entries()) {
      const expected = wanted.get(output)
      expect(dims, output).toEqual(expected?.dims)
      expectClose(done.outputs[i] as Float32Array, expected?.data as Float32Array, 1e-5, output)
    }
    expect(done.report.peakTrackedBytes).toBeGreaterThan(0)
  })

  it('that never end are cancelled', async () => {
    const { subject } = await opened('endless', {
      ...(CASES['a loop that ends when a body says so'] as Case),
      constants: [number('limit', Number.POSITIVE_INFINITY), number('factor', 0.5), truth('yes')],
    })
    const run = startRun(jobOf(subject, planOf(subject, CONFIGURATION)), {
      events: () => {},
      progress: ({ phase }) => phase === 'execute' && run.cancel(),
    })
    expect((await run.end).outcome).toBe('cancelled')
  })
})
