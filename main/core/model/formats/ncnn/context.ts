// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { Message } from '#messages/message'
import { elementCount } from '../../element-count'
import type { Constant, ConstantData, Node } from '../../graph'
import type { ModelBuilder } from '../../model-builder'
import type { Operation } from '../../operations/index'
import { invalid } from '../../read-error'
import type { NcnnLayerRecord } from './layer'
import { COMMON, describeParameters, type RecordOf, readParameters, type Schema } from './parameters'
import type { StoredWeights, WeightsFile } from './weights'

/** What all layers of a file share. */
export interface NcnnFile {
  readonly builder: ModelBuilder
  /** undefined where the weights of a layer cannot be had. */
  weightsOf(layer: NcnnLayerRecord): WeightsFile | undefined
  /** Told once where weights that cannot be had are needed. */
  readonly missing: Message
  /** Tensor by blob. */
  readonly blobs: Map<string, number>
  /** ncnn's number of dimensions by tensor: without the batch of 1, which a tensor of the model has in front. */
  readonly ranks: Map<number, number>
}

/** Why not; undefined: the layer became nodes. */
export type Translate = (layer: NcnnLayer) => UnsupportedCause | undefined

/** One layer while it becomes nodes. The first axis of tensors is the batch: ncnn's axis 0 is axis 1. */
export class NcnnLayer {
  readonly name: string
  readonly type: string
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly #hints: readonly number[]
  readonly #own: Pick<Node, 'featureMask'>
  #attributes: Node['attributes']
  #isNamed = false
  #parts = 0

  constructor(
    readonly record: NcnnLayerRecord,
    readonly file: NcnnFile,
  ) {
    this.type = record.type
    this.name = record.name
    this.inputs = record.inputs.map((blob) => this.#tensor(blob))
    this.outputs = record.outputs.map((blob) => this.#tensor(blob))
    const { shapeHints = [], featmask: featureMask = 0 } = readParameters(record.parameters, COMMON, record.name)
    this.#hints = shapeHints
    this.#own = featureMask === 0 ? {} : { featureMask }
    this.#attributes = this.#describe({})
  }

  /** The layer's parameters, which also become the attributes of its node. */
  read<S extends Schema>(schema: S): RecordOf<S> {
    this.#attributes = this.#describe(schema)
    return readParameters(this.record.parameters, schema, this.name)
  }

  /** Tensor of an input. Throws ReadError where the layer has none. */
  input(position = 0): number {
    return this.inputs[position] ?? invalid({ id: 'node.input', node: this.name, input: position }, this.name)
  }

  /** ncnn's dimensions of an input: 3 where nothing tells, as images are the most common. */
  rank(position = 0): number {
    return this.file.ranks.get(this.input(position)) ?? 3
  }

  constant(suffix: string, dims: readonly number[], data: ConstantData): number {
    return this.file.builder.addConstant(`${this.name}.${suffix}`, 'float32', dims, data)
  }

  /** Makes the output of the layer a constant, which it has in the weights file. */
  finishConstant(dims: readonly number[], data: ConstantData, dtype: DataType): undefined {
    const tensor = this.outputs[0]
    if (tensor === undefined) return
    this.file.builder.setConstant(tensor, dtype, { dims, data })
    knowRank(this.file, tensor, dims.length - 1)
  }

  /** A single value, which broadcasts. */
  scalar(value: number): number {
    return this.constant(`constant${this.#parts++}`, [], { kind: 'values', values: [value] })
  }

  integers(values: readonly number[]): number {
    const name = `${this.name}.constant${this.#parts++}`
    return this.file.builder.addConstant(name, 'int64', [values.length], { kind: 'values', values })
  }

  /** The next `count` elements of the weights file, behind a tag; undefined where they cannot be had. */
  loadTagged(count: number): StoredWeights | undefined {
    return this.#file()?.loadTagged(this.name, count)
  }

  loadFloats(count: number): StoredWeights | undefined {
    return this.#file()?.loadFloats(this.name, count)
  }

  /** The next floats of the weights file; undefined where they cannot be had. */
  loadValues(count: number): readonly number[] | undefined {
    const file = this.#file()
    const data = file?.loadFloats(this.name, count).data
    return data?.kind === 'file' ? file?.readFloats(data.offset, count) : undefined
  }

  /** Passes over floats of the weights file. */
  skipFloats(count: number): void {
    this.#file()?.loadFloats(this.name, count)
  }

  /** Passes over elements of the weights file behind a tag. */
  skipTagged(count: number): void {
    this.#file()?.loadTagged(this.name, count)
  }

  /** A vector of the weights file as a constant, filled with `absent` where it cannot be had. */
  vector(suffix: string, count: number, absent: number): number {
    elementCount([count], this.name)
    const data = this.#file()?.loadFloats(this.name, count).data
    return this.constant(suffix, [count], data ?? { kind: 'fill', value: absent })
  }

  addWeights(dtype: DataType, constant: Constant): number {
    const tensor = this.file.builder.addTensor(`${this.name}.weight`)
    this.file.builder.setConstant(tensor, dtype, constant)
    return tensor
  }

  /** Made-up weights that keep the magnitude of activations (He et al. 2015). */
  synthesised(dims: readonly number[]): ConstantData {
    const fanIn = dims.slice(1).reduce((a, b) => a * b, 1)
    return { kind: 'synthesised', seed: this.file.builder.tensorCount, scale: Math.sqrt(2 / Math.max(1, fanIn)) }
  }

  /** A node that is a part of the layer. Returns its output. */
  part(operation: Operation, inputs: readonly number[]): number {
    const name = `${this.name}.${operation.kind}${this.#parts++}`
    const output = this.file.builder.addTensor(name)
    this.file.builder.addNode(name, this.type, operation, inputs, [output], [])
    return output
  }

  /** The node that has the layer's name and parameters, where others follow it. Returns its output. */
  main(operation: Operation, inputs: readonly number[]): number {
    const output = this.file.builder.addTensor(`${this.name}.${operation.kind}`)
    this.file.builder.addNode(this.name, this.type, operation, inputs, [output], this.#attributes, this.#own)
    this.#isNamed = true
    return output
  }

  /** The same with several outputs. */
  mainWith(operation: Operation, inputs: readonly number[], count: number): readonly number[] {
    const outputs = Array.from({ length: count }, (_, i) =>
      this.file.builder.addTensor(`${this.name}.${operation.kind}${i}`),
    )
    this.file.builder.addNode(this.name, this.type, operation, inputs, outputs, this.#attributes, this.#own)
    this.#isNamed = true
    return outputs
  }

  /** The node that gives the layer's outputs; `rank` is theirs in ncnn. */
  finish(operation: Operation, inputs: readonly number[], rank?: number): undefined {
    const name = this.#isNamed ? `${this.name}.${operation.kind}` : this.name
    const attributes = this.#isNamed ? [] : this.#attributes
    this.file.builder.addNode(name, this.type, operation, inputs, this.outputs, attributes, this.#own)
    for (let position = 0; position < this.outputs.length; position++) this.#know(position, rank)
  }

  /** A node that gives one of the layer's outputs, behind its main one. */
  give(position: number, operation: Operation, inputs: readonly number[], rank: number): void {
    const tensor = this.outputs[position]
    if (tensor === undefined) return
    const name = `${this.name}.output${position}`
    this.file.builder.addNode(name, this.type, operation, inputs, [tensor], [], this.#own)
    this.#know(position, rank)
  }

  #know(position: number, rank: number | undefined): void {
    const tensor = this.outputs[position] ?? -1
    const [hinted = 0, ...sizes] = this.#hints.slice(4 * position, 4 * position + 4)
    const isWhole = hinted >= 1 && hinted <= 3 && sizes.slice(0, hinted).every((size) => size > 0)
    // Listed w, h, c.
    if (isWhole) this.file.builder.declare(tensor, { dims: [1, ...sizes.slice(0, hinted).reverse()] })
    const known = isWhole ? hinted : rank
    if (known !== undefined) knowRank(this.file, tensor, known)
  }

  #file(): WeightsFile | undefined {
    const file = this.file.weightsOf(this.record)
    if (file === undefined) this.file.builder.warn(this.file.missing)
    return file
  }

  #describe(schema: Schema): Node['attributes'] {
    const layer = { name: 'layer', value: String(this.record.index) }
    return [...describeParameters(this.record.parameters, { ...schema, ...COMMON }), layer]
  }

  #tensor(blob: string): number {
    const known = this.file.blobs.get(blob)
    if (known !== undefined) return known
    const tensor = this.file.builder.addTensor(blob)
    this.file.blobs.set(blob, tensor)
    return tensor
  }
}

const MOST_DIMENSIONS = 4

/** A blob has one to four dimensions (20260526: src/mat.h); of one that would have others nothing is known. */
export function knowRank({ ranks }: Pick<NcnnFile, 'ranks'>, tensor: number, rank: number): void {
  if (rank >= 1 && rank <= MOST_DIMENSIONS) ranks.set(tensor, rank)
}
