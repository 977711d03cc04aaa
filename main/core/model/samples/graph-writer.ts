// SPDX-License-Identifier: Apache-2.0
import { dataTypeNumber } from '../formats/onnx/data-types'
import { type AttributeProto, encodeModel, type NodeProto, type TensorProto } from '../formats/onnx/schema'

/** Name of a value in the graph. */
export type Value = string

/** A plain number is an integer: ONNX tells integers and floats apart. */
type AttributeValue = number | readonly number[] | { readonly float: number }

/** ONNX attribute types. */
const TYPE = { float: 1, int: 2, tensor: 4, ints: 7 } as const

const OPSET = 9
const IR_VERSION = 4

/** Writes an ONNX graph node by node. Weights are ConstantOfShape fills, so that files stay small. */
export class GraphWriter {
  readonly #nodes: NodeProto[] = []
  readonly #initialisers: TensorProto[] = []

  constructor(
    private readonly graphName: string,
    private readonly inputName: string,
    private readonly inputDims: readonly number[],
  ) {}

  node(
    opType: string,
    name: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, AttributeValue>> = {},
  ): Value {
    const attribute = Object.entries(attributes).map(([key, value]) => attributeProto(key, value))
    this.#nodes.push({ opType, name, input: inputs, output: [name], attribute })
    return name
  }

  /** float32 tensor of `dims`, every element `value`. */
  fill(name: string, dims: readonly number[], value: number): Value {
    const shape = `${name}.shape`
    this.#initialisers.push({
      name: shape,
      dims: [dims.length],
      dataType: dataTypeNumber('int64'),
      rawData: new Uint8Array(new BigInt64Array(dims.map(BigInt)).buffer),
    })
    const one = {
      dims: [1],
      dataType: dataTypeNumber('float32'),
      rawData: new Uint8Array(new Float32Array([value]).buffer),
    }
    const attribute = [{ name: 'value', type: TYPE.tensor, t: one }]
    this.#nodes.push({ opType: 'ConstantOfShape', name, input: [shape], output: [name], attribute })
    return name
  }

  /** The file. Same calls, same bytes. */
  finish(output: Value, outputDims: readonly number[]): Uint8Array {
    return encodeModel({
      irVersion: IR_VERSION,
      producerName: 'Convscope',
      opsetImport: [{ domain: '', version: OPSET }],
      graph: {
        name: this.graphName,
        node: this.#nodes,
        initializer: this.#initialisers,
        input: [valueInfo(this.inputName, this.inputDims)],
        output: [valueInfo(output, outputDims)],
      },
    })
  }
}

function attributeProto(name: string, value: AttributeValue): AttributeProto {
  if (typeof value === 'number') return { name, type: TYPE.int, i: value }
  return 'float' in value ? { name, type: TYPE.float, f: value.float } : { name, type: TYPE.ints, ints: value }
}

function valueInfo(name: string, dims: readonly number[]) {
  const dim = dims.map((dimValue) => ({ dimValue }))
  return { name, type: { tensorType: { elemType: dataTypeNumber('float32'), shape: { dim } } } }
}
