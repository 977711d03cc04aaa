// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import type { Operation } from '../../operations/index'
import type { OnnxNode } from './context'

/** The nodes that one node of the file is made of. */
export class Parts {
  #count = 0

  constructor(private readonly node: OnnxNode) {}

  /** A node whose output only further parts read. Returns that tensor. */
  add(operation: Operation, inputs: readonly number[]): number {
    const { builder, name, opType } = this.node
    const part = `${name}.${operation.kind}${this.#count++}`
    const output = builder.addTensor(part)
    builder.addNode(part, opType, operation, inputs, [output], [])
    return output
  }

  binary(fn: Extract<Operation, { kind: 'Binary' }>['function'], a: number, b: number): number {
    return this.add({ kind: 'Binary', function: fn, activation: 'none' }, [a, b])
  }

  unary(fn: Extract<Operation, { kind: 'Unary' }>['function'], x: number): number {
    return this.add({ kind: 'Unary', function: fn }, [x])
  }

  /** A list, or a scalar where it is a number. */
  constant(values: number | readonly number[], dtype: DataType = 'float32'): number {
    const { builder, name } = this.node
    const list = typeof values === 'number' ? [values] : values
    const dims = typeof values === 'number' ? [] : [values.length]
    return builder.addConstant(`${name}.constant${this.#count++}`, dtype, dims, { kind: 'values', values: list })
  }

  /** The node that gives output `position` of the file's node. */
  finish(position: number, operation: Operation, inputs: readonly number[]): void {
    const { builder, name, opType, outputs, attributes } = this.node
    const output = outputs[position]
    if (output === undefined) return
    builder.addNode(
      position === 0 ? name : `${name}.${position}`,
      opType,
      operation,
      inputs,
      [output],
      attributes.describe(),
    )
  }

  /** A part with as many outputs as the file's node. */
  addAll(operation: Operation, inputs: readonly number[]): readonly number[] {
    const { builder, name, opType, outputs } = this.node
    const between = outputs.map((_, i) => builder.addTensor(`${name}.${operation.kind}.${i}`))
    builder.addNode(`${name}.${operation.kind}`, opType, operation, inputs, between, [])
    return between
  }
}
