// SPDX-License-Identifier: Apache-2.0
import { type Table, writeFlatBuffer } from './flatbuffer-writer'

/** Small .tflite files, written from the schema's numbers. */

export interface TensorSketch {
  readonly name: string
  readonly dims: readonly number[]
  readonly floats?: readonly number[]
  readonly ints?: readonly number[]
  /** With `type`: raw data. */
  readonly bytes?: readonly number[]
  /** TensorType; 0 FLOAT32, or 2 INT32 where `ints` are given. */
  readonly type?: number
  readonly more?: Table
}

export interface OperatorSketch {
  /** BuiltinOperator, or the name of a custom one. */
  readonly code: number | string
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly options?: Table
  readonly customOptions?: readonly number[]
}

export interface GraphSketch {
  readonly tensors: readonly TensorSketch[]
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly operators: readonly OperatorSketch[]
}

const CUSTOM = 32

export function tflite({ tensors, inputs, outputs, operators }: GraphSketch, more: Table = {}): Uint8Array {
  const stored = tensors.filter((tensor) => tensor.floats ?? tensor.ints ?? tensor.bytes)
  const buffers: Table[] = [{}, ...stored.map((tensor) => ({ 0: { bytes: dataOf(tensor) } }))]
  const bufferOf = (tensor: TensorSketch) => stored.indexOf(tensor) + 1
  return writeFlatBuffer(
    {
      0: { int: 3 },
      1: { tables: operators.map(operatorCode) },
      2: {
        tables: [
          {
            0: {
              tables: tensors.map((tensor) => ({
                0: { ints: tensor.dims },
                1: { byte: tensor.type ?? (tensor.ints === undefined ? 0 : 2) },
                2: { int: bufferOf(tensor) },
                3: { string: tensor.name },
                ...tensor.more,
              })),
            },
            1: { ints: inputs },
            2: { ints: outputs },
            3: {
              tables: operators.map((each, i) => ({
                0: { int: i },
                1: { ints: each.inputs },
                2: { ints: each.outputs },
                ...(each.options === undefined ? {} : { 4: { table: each.options } }),
                ...(each.customOptions === undefined ? {} : { 5: { bytes: each.customOptions } }),
              })),
            },
          },
        ],
      },
      4: { tables: buffers },
      ...more,
    },
    'TFL3',
  )
}

/** Codes above 126 stand in the wide field, with the byte at its last value. */
function operatorCode({ code }: OperatorSketch): Table {
  if (typeof code === 'string') return { 0: { byte: CUSTOM }, 1: { string: code }, 3: { int: CUSTOM } }
  return { 0: { byte: Math.min(127, code) }, 3: { int: code } }
}

function dataOf({ floats, ints, bytes = [] }: TensorSketch): readonly number[] {
  if (floats !== undefined) return [...new Int8Array(new Float32Array(floats).buffer)]
  return ints === undefined ? bytes : [...new Int8Array(new Int32Array(ints).buffer)]
}
