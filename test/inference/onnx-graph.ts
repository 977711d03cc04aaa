// SPDX-License-Identifier: Apache-2.0
import { type AttributeProto, encodeModel, type NodeProto, type TensorProto } from '#core/model/formats/onnx/schema'
import { floatTensor } from './random-weights'
import { seededRandom } from './seeded-random'

type Attribute = number | string | readonly number[]

const TYPE = { float: 1, int: 2, string: 3, floats: 6, ints: 7 } as const

/** Builds small ONNX models (opset 16 where no other is asked for) with seeded weights, node by node; methods answer tensor names. */
export class OnnxGraph {
  private readonly nodes: NodeProto[] = []
  private readonly initialisers: TensorProto[] = []
  private readonly inputs: { readonly name: string; readonly dims: readonly number[] }[] = []
  private readonly random: (low: number, high: number) => number
  private count = 0

  constructor(
    seed = 1,
    private readonly opset = 16,
  ) {
    this.random = seededRandom(seed)
  }

  input(...dims: number[]): string {
    const name = `input${this.inputs.length}`
    this.inputs.push({ name, dims })
    return name
  }

  /** Uniform in [low, high). */
  weights(dims: readonly number[], low = -0.5, high = 0.5): string {
    const values = new Float32Array(dims.reduce((product, length) => product * length, 1))
    return this.constant(
      dims,
      values.map(() => this.random(low, high)),
    )
  }

  constant(dims: readonly number[], values: Float32Array): string {
    const name = this.fresh('w')
    this.initialisers.push(floatTensor(name, dims, values))
    return name
  }

  integers(...values: number[]): string {
    const name = this.fresh('i')
    const data = new BigInt64Array(values.map((value) => BigInt(value)))
    this.initialisers.push({ name, dims: [values.length], dataType: 7, rawData: new Uint8Array(data.buffer) })
    return name
  }

  /** One whole number. */
  scalar(value: number): string {
    const name = this.fresh('i')
    const data = BigInt64Array.of(BigInt(value))
    this.initialisers.push({ name, dims: [], dataType: 7, rawData: new Uint8Array(data.buffer) })
    return name
  }

  /** Of int8. */
  bytes(dims: readonly number[], values: readonly number[]): string {
    const name = this.fresh('q')
    this.initialisers.push({ name, dims, dataType: 3, rawData: new Uint8Array(Int8Array.from(values).buffer) })
    return name
  }

  int32(dims: readonly number[], values: readonly number[]): string {
    const name = this.fresh('q')
    this.initialisers.push({ name, dims, dataType: 6, rawData: new Uint8Array(Int32Array.from(values).buffer) })
    return name
  }

  /** Of uint8. */
  unsigned(dims: readonly number[], values: readonly number[]): string {
    const name = this.fresh('q')
    this.initialisers.push({ name, dims, dataType: 2, rawData: Uint8Array.from(values) })
    return name
  }

  /** Integer attributes; floats are told by a name in `floats`. `opType` may be 'domain:type'. */
  node(
    opType: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
    floats: readonly string[] = [],
  ): string {
    return this.nodeWithOutputs(opType, inputs, 1, attributes, floats)[0] as string
  }

  nodeWithOutputs(
    opType: string,
    inputs: readonly string[],
    outputs: number,
    attributes: Readonly<Record<string, Attribute>> = {},
    floats: readonly string[] = [],
  ): string[] {
    const output = Array.from({ length: outputs }, () => this.fresh(opType.toLowerCase()))
    const attribute = Object.entries(attributes).map(([name, value]) => encode(name, value, floats.includes(name)))
    const [type = '', domain = ''] = opType.split(':').reverse()
    this.nodes.push({ opType: type, domain, name: this.fresh(type), input: inputs, output, attribute })
    return output
  }

  conv(x: string, inChannels: number, outChannels: number, options: ConvOptions = {}): string {
    const { kernel = [3, 3], strides = [1, 1], dilations = [1, 1], group = 1, pads, bias = true } = options
    const [kernelHeight = 1, kernelWidth = 1] = kernel
    const same = [kernelHeight >> 1, kernelWidth >> 1, kernelHeight >> 1, kernelWidth >> 1]
    const bound = Math.sqrt((6 * group) / (inChannels * kernelHeight * kernelWidth))
    const weight = this.weights([outChannels, inChannels / group, ...kernel], -bound, bound)
    return this.node('Conv', [x, weight, ...(bias ? [this.weights([outChannels])] : [])], {
      kernel_shape: kernel,
      strides,
      dilations,
      pads: pads ?? same,
      group,
    })
  }

  build(...outputs: string[]): Uint8Array {
    const valueInfo = ({ name, dims }: { name: string; dims: readonly number[] }) => ({
      name,
      type: { tensorType: { elemType: 1, shape: { dim: dims.map((dimValue) => ({ dimValue })) } } },
    })
    return encodeModel({
      irVersion: 8,
      producerName: 'convscope tests',
      opsetImport: [
        { domain: '', version: this.opset },
        { domain: 'com.microsoft', version: 1 },
      ],
      graph: {
        name: 'test',
        node: this.nodes,
        initializer: this.initialisers,
        input: this.inputs.map(valueInfo),
        output: outputs.map((name) => ({ name, type: { tensorType: { elemType: 1 } } })),
      },
    })
  }

  private fresh(prefix: string): string {
    this.count += 1
    return `${prefix}_${this.count}`
  }
}

export interface ConvOptions {
  readonly kernel?: readonly number[]
  readonly strides?: readonly number[]
  readonly dilations?: readonly number[]
  readonly pads?: readonly number[]
  readonly group?: number
  readonly bias?: boolean
}

function encode(name: string, value: Attribute, float: boolean): AttributeProto {
  if (typeof value === 'string') return { name, type: TYPE.string, s: new TextEncoder().encode(value) }
  if (typeof value === 'number')
    return float ? { name, type: TYPE.float, f: value } : { name, type: TYPE.int, i: value }
  return float ? { name, type: TYPE.floats, floats: value } : { name, type: TYPE.ints, ints: value }
}
