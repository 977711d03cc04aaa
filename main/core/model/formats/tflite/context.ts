// SPDX-License-Identifier: Apache-2.0

import type { DataType } from '#contract/model'
import type { UnsupportedCause } from '#messages/en/unsupported'
import { largest } from '../../extremes'
import type { ModelBuilder } from '../../model-builder'
import type { FusedActivation, Operation } from '../../operations/index'
import { invalid } from '../../read-error'
import type { FlatTable, Range } from '../flatbuffers/flat-buffer'
import { describeRecord, type RecordOf, readRecord, type Schema } from '../flatbuffers/record'
import { ACTIVATION_NAMES } from './enums'
import type { Order, TensorOrders } from './tensor-orders'

type Attributes = readonly { readonly name: string; readonly value: string }[]

/** What is called an operator that only the range of a quantised tensor implies. */
const SATURATION = '(saturation)'

/** Operators that compute what their output may not hold. */
const SATURATING: ReadonlySet<string> = new Set([
  ...['CONV_2D', 'DEPTHWISE_CONV_2D', 'CONV_3D', 'TRANSPOSE_CONV', 'FULLY_CONNECTED', 'BATCH_MATMUL', 'QUANTIZE'],
  ...['ADD', 'SUB', 'MUL', 'DIV', 'SUM', 'SQUARED_DIFFERENCE', 'CONCATENATION', 'LEAKY_RELU', 'PRELU', 'HARD_SWISH'],
])

/** An operator as the file has it. */
export interface FileOperator {
  /** Operators have no names: that of the first output. */
  readonly name: string
  /** Of the built-in operator, or of the custom one. */
  readonly type: string
  /** Tensors of the file; -1 for an optional input that is left out. */
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly options: FlatTable | undefined
  readonly customOptions: Range | undefined
  /** Of the whole file. */
  readonly bytes: Uint8Array
}

/** One operator while it becomes nodes. Its inputs and outputs are named by position. */
export class TfliteOp {
  readonly name: string
  readonly type: string
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  #attributes: Attributes = []
  #parts = 0

  constructor(
    readonly file: FileOperator,
    readonly tensors: TensorOrders,
    readonly builder: ModelBuilder,
  ) {
    this.name = file.name
    this.type = file.type
    this.inputs = file.inputs
    this.outputs = file.outputs
  }

  /** The operator's parameters, which also become the attributes of its nodes. */
  read<S extends Schema>(schema: S): RecordOf<S> {
    const record = readRecord(this.file.options, schema)
    this.#attributes = describeRecord(record, schema)
    return record
  }

  has(position: number): boolean {
    return (this.inputs[position] ?? -1) >= 0
  }

  /** Tensor of the model with input `position` in that order of axes; -1 where it is left out. */
  input(position: number, order: Order = 'listed'): number {
    const tensor = this.inputs[position] ?? -1
    return tensor < 0 ? -1 : this.tensors.in(order, tensor)
  }

  allInputs(order: Order = 'listed'): readonly number[] {
    return this.inputs.map((_, position) => this.input(position, order))
  }

  /** Dims of an input as the file lists them. */
  dims(position: number): readonly number[] {
    const tensor = this.inputs[position] ?? -1
    return tensor < 0
      ? invalid({ id: 'node.input', node: this.name, input: position }, this.name)
      : this.tensors.dims(tensor)
  }

  rank(position: number): number {
    return this.dims(position).length
  }

  /** Elements of a constant input, where they are few and known. */
  values(position: number): readonly number[] | undefined {
    return this.has(position) ? this.builder.values(this.input(position)) : undefined
  }

  /**
   * The order in which the inputs at these positions are worked on together: channels first where
   * one was computed so, and all that are computed have the same rank.
   */
  follow(positions: readonly number[]): Order {
    const rank = largest(positions.map((position) => this.rank(position)))
    const computed = positions.filter((position) => !this.tensors.isConstant(this.inputs[position] ?? -1))
    const alike = computed.every((position) => this.rank(position) === rank)
    const first = computed.some((position) => this.tensors.isChannelsFirst(this.inputs[position] ?? -1))
    return first && alike ? 'channelsFirst' : 'listed'
  }

  /** An input with its axes in another order: a constant is seen so, a computed one transposed. */
  reordered(position: number, permutation: readonly number[]): number {
    const tensor = this.inputs[position] ?? -1
    if (tensor >= 0 && this.tensors.isConstant(tensor)) return this.tensors.constant(tensor, permutation)
    return this.part({ kind: 'Transpose', permutation }, [this.input(position)])
  }

  /** A constant list of the operator's own. */
  constant(values: readonly number[], dtype: DataType): number {
    const name = `${this.name}/constant${this.#parts++}`
    return this.builder.addConstant(name, dtype, [values.length], { kind: 'values', values })
  }

  /** A node whose output only further nodes of the operator read. Returns the output. */
  part(operation: Operation, inputs: readonly number[]): number {
    const output = this.builder.addTensor(`${this.name}/${operation.kind}${this.#parts++}`)
    this.#node(operation, inputs, [output])
    return output
  }

  /** The node that gives the outputs, all in the same order of axes. */
  finish(operation: Operation, inputs: readonly number[], order: Order = 'listed'): undefined {
    const clip = this.#saturation(operation)
    if (clip !== undefined) {
      this.#node(clip, [this.part(operation, inputs)], [this.tensors.define(this.outputs[0] ?? -1, order)], SATURATION)
      return
    }
    const outputs = this.outputs.map((tensor) => this.tensors.define(tensor, order))
    this.#node(operation, inputs, outputs)
  }

  /**
   * What the integers of the output cannot hold becomes the nearest that they can: files may state an activation by that
   * range alone. undefined where the operation itself keeps within it. tensorflow/lite/kernels: every quantised kernel
   * clamps to the range of its output.
   */
  #saturation(operation: Operation): Operation | undefined {
    const [output = -1] = this.outputs
    const range = this.outputs.length === 1 && SATURATING.has(this.type) ? this.tensors.range(output) : undefined
    if (range === undefined) return undefined
    const { least, most } = range
    const fused = 'activation' in operation ? operation.activation : 'none'
    const step = (most - least) / 255
    const keeps = fused === 'relu6' && least <= 0 && most >= 6 - step
    return keeps ? undefined : { kind: 'Unary', function: 'clip', alpha: least, beta: most, saturates: true }
  }

  /** Like finish, with the operator's fused activation after it, where the operation has none of its own. */
  finishActivated(
    operation: Operation,
    inputs: readonly number[],
    activation: number,
    order: Order = 'listed',
  ): undefined {
    const after = activationOperation(activation)
    if (after === undefined) return this.finish(operation, inputs, order)
    return this.finish(after, [this.part(operation, inputs)], order)
  }

  /** A node of several outputs, each of which `then` makes an output of the operator, as listed. */
  finishEach(operation: Operation, inputs: readonly number[], then: Operation): undefined {
    const between = this.outputs.map((_, i) => this.builder.addTensor(`${this.name}/${operation.kind}${i}`))
    this.#node(operation, inputs, between)
    this.outputs.forEach((tensor, i) => {
      this.#node(then, [between[i] ?? -1], [this.tensors.define(tensor, 'listed')])
    })
  }

  #node(operation: Operation, inputs: readonly number[], outputs: readonly number[], type = this.type): void {
    const name = type === this.type ? this.name : `${this.name} ${type}`
    this.builder.addNode(name, type, operation, inputs, outputs, this.#attributes)
  }
}

/** Why not; undefined: the operator became nodes. */
export type Translate = (op: TfliteOp) => UnsupportedCause | undefined

/** The activation that Conv, ConvTranspose and Binary carry themselves, and what is left to a node of its own. */
export function splitActivation(activation: number): { readonly fused: FusedActivation; readonly rest: number } {
  const name = ACTIVATION_NAMES[activation]
  if (name === 'RELU') return { fused: 'relu', rest: 0 }
  if (name === 'RELU6') return { fused: 'relu6', rest: 0 }
  return { fused: 'none', rest: activation }
}

function activationOperation(activation: number): Operation | undefined {
  switch (ACTIVATION_NAMES[activation]) {
    case 'NONE':
      return undefined
    case 'RELU':
      return { kind: 'Unary', function: 'relu' }
    case 'RELU_N1_TO_1':
      return { kind: 'Unary', function: 'clip', alpha: -1, beta: 1 }
    case 'RELU6':
      return { kind: 'Unary', function: 'clip', alpha: 0, beta: 6 }
    case 'TANH':
      return { kind: 'Unary', function: 'tanh' }
    default:
      return {
        kind: 'Unsupported',
        why: { id: 'unsupported.unknown', what: 'fusedActivation', value: activation },
      }
  }
}
