// SPDX-License-Identifier: Apache-2.0
import { encodeModel, type ModelProto, type NodeProto, type TensorProto } from '#core/model/formats/onnx/schema'

/** Small hostile or odd models that once ended in an exception, in endless memory, or in sizes that no engine can have. */
export interface Finding {
  readonly name: string
  readonly bytes: Uint8Array
  /** Part of the one sentence with which it is refused; absent where it is planned. */
  readonly refused?: RegExp
  /** Part of the sentence that stands at its first node, which cannot be planned or run as it is. */
  readonly stop?: RegExp
}

type Graph = NonNullable<ModelProto['graph']>

const TYPE = { float: 1, int: 2, string: 3, ints: 7 } as const
const FLOAT = 1
const INT64 = 7

function model(node: readonly NodeProto[], graph: Graph = {}): Uint8Array {
  const given = { input: [input('x', [1, 3, 16, 16])], output: [{ name: 'y' }], ...graph }
  return encodeModel({ irVersion: 8, opsetImport: [{ version: 13 }], graph: { node, ...given } })
}

function input(name: string, dims: readonly number[]) {
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim: dims.map((dimValue) => ({ dimValue })) } } } }
}

const floats = (name: string, dims: readonly number[]): TensorProto => {
  const count = dims.reduce((a, b) => a * b, 1)
  return { name, dims, dataType: FLOAT, rawData: new Uint8Array(new Float32Array(count).fill(0.1).buffer) }
}
const zero = (name: string): TensorProto => ({ name, dims: [1], dataType: INT64, rawData: new Uint8Array(8) })
const op = (opType: string, inputs: readonly string[], more: Partial<NodeProto> = {}): NodeProto => {
  return { name: opType, opType, input: inputs, output: ['y'], ...more }
}
const conv = (attribute: NonNullable<NodeProto['attribute']> = []) => op('Conv', ['x', 'w'], { attribute })
const WEIGHTS = { initializer: [floats('w', [8, 3, 3, 3])] }

/** Of type STRING without `s`, as writers leave out an empty one. */
const EMPTY_STRING = { name: 'auto_pad', type: TYPE.string }

function renamed(opType: string): Finding {
  return { name: `an operation called ${opType}`, bytes: model([op(opType, ['x'])]), stop: /does not know/ }
}

function inputNamed(name: string): Finding {
  return {
    name: `an input called ${name}`,
    bytes: model([op('Relu', [name])], { input: [input(name, [1, 3, 16, 16])] }),
  }
}

const ints = (name: string, values: readonly number[]) => ({ name, type: TYPE.ints, ints: values })

export const PAST_FINDINGS: readonly Finding[] = [
  { name: 'an addition of one operand', bytes: model([op('Add', ['x', ''])]), stop: /its input 1 is missing/ },
  {
    name: 'a sum of nothing that is there',
    bytes: model([op('Concat', ['x', ''])]),
    stop: /input 1 is missing|unknown/,
  },
  { name: 'an attribute whose empty text is left out', bytes: model([conv([EMPTY_STRING])], WEIGHTS) },
  {
    name: 'a tensor without elements',
    bytes: model([op('Slice', ['x', 's', 'e'], { output: ['z'] }), op('Relu', ['z'])], {
      input: [input('x', [4, 4])],
      initializer: [zero('s'), zero('e')],
    }),
  },
  {
    name: 'an image of 2³¹ rows',
    bytes: model([conv()], { ...WEIGHTS, input: [input('x', [1, 3, 2 ** 31, 16])] }),
    refused: /too many elements/,
  },
  {
    name: 'an input of 3·10⁹ elements in one row',
    bytes: model([op('Relu', ['x'])], { input: [input('x', [3e9])] }),
    refused: /too many/,
  },
  ...['strides', 'dilations', 'pads'].flatMap((list) =>
    [2 ** 31, 2 ** 53].map((value): Finding => {
      const values = list === 'pads' ? [value, value, value, value] : [value, value]
      const others = list === 'pads' ? [] : [ints('pads', [1, 1, 1, 1])]
      return {
        name: `${list} of ${value}`,
        bytes: model([conv([ints(list, values), ...others])], WEIGHTS),
        stop: /more than the 32 bits/,
      }
    }),
  ),
  {
    name: 'a slope that is no number',
    bytes: model([op('LeakyRelu', ['x'], { attribute: [{ name: 'alpha', type: TYPE.float, f: Number.NaN }] })]),
  },
  { name: 'a node without outputs', bytes: model([op('Max', ['x', 'x'], { output: [] }), op('Relu', ['x'])]) },
  { name: 'nine dimensions', bytes: model([op('Relu', ['x'])], { input: [input('x', [1, 1, 1, 1, 1, 1, 1, 1, 2])] }) },
  { name: 'a shape that only a run knows', bytes: model([op('NonZero', ['x'], { output: ['n'] }), op('Relu', ['n'])]) },
  ...['toString', 'constructor', 'hasOwnProperty', 'valueOf', '__proto__'].map(renamed),
  ...['toString', '__proto__'].map(inputNamed),
  { name: 'a sum of 130,000 inputs', bytes: model([op('Sum', new Array<string>(130_000).fill('x'))]) },
  {
    name: 'a join of 130,000 inputs',
    bytes: model([
      op('Concat', new Array<string>(130_000).fill('x'), { attribute: [{ name: 'axis', type: TYPE.int, i: 1 }] }),
    ]),
  },
]
