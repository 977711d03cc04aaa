// SPDX-License-Identifier: Apache-2.0
import { encodeModel, type NodeProto, type TensorProto, type ValueInfoProto } from '#core/model/formats/onnx/schema'

const FLOAT = 1
const FLOAT16 = 10
const EXTERNAL = 1

/** Two convolutions, 3 to 8 to 8 channels of 3 × 3, as an exporter writes them, and what can differ of them. */
export interface Network {
  /** Of the input, null for a dimension that the file names instead. */
  readonly size?: readonly (number | null)[]
  readonly input?: string
  /** Between the convolutions, at most one. */
  readonly between?: string
  readonly channels?: number
  readonly padding?: number
  readonly half?: boolean
  /** Where the weights are, beside the file. */
  readonly weightsFile?: string
  /** Fills the weights, so that files differ by nothing else. */
  readonly fill?: number
}

/** The ONNX file of it. */
export function network(of: Network = {}): Uint8Array {
  const { size = [1, 3, 32, 32], input = 'x', between = '', channels = 8, padding = 1, half = false, fill = 0 } = of
  const weight = (name: string, dims: readonly number[]): TensorProto => {
    const elements = dims.reduce((product, dim) => product * dim, 1)
    const dataType = half ? FLOAT16 : FLOAT
    const bytes = elements * (half ? 2 : 4)
    if (of.weightsFile === undefined) return { name, dims, dataType, rawData: new Uint8Array(bytes).fill(fill) }
    const externalData = Object.entries({ location: of.weightsFile, offset: '0', length: String(bytes) })
    return {
      name,
      dims,
      dataType,
      dataLocation: EXTERNAL,
      externalData: externalData.map(([key, value]) => ({ key, value })),
    }
  }
  const convolution = (name: string, from: string, to: string): NodeProto => ({
    opType: 'Conv',
    name,
    input: [from, `${name}.weight`],
    output: [to],
    attribute: [
      { name: 'kernel_shape', type: 7, ints: [3, 3] },
      { name: 'pads', type: 7, ints: [padding, padding, padding, padding] },
    ],
  })
  const node = [
    convolution('first', input, 'a'),
    ...(between === '' ? [] : [{ opType: between, name: 'between', input: ['a'], output: ['b'] }]),
    convolution('second', between === '' ? 'a' : 'b', 'y'),
  ]
  const dim = size.map((value, axis) => (value === null ? { dimParam: `d${axis}` } : { dimValue: value }))
  const value: ValueInfoProto = { name: input, type: { tensorType: { elemType: FLOAT, shape: { dim } } } }
  return encodeModel({
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'network',
      node,
      initializer: [weight('first.weight', [channels, 3, 3, 3]), weight('second.weight', [8, channels, 3, 3])],
      input: [value],
      output: [{ name: 'y' }],
    },
  })
}
