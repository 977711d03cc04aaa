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

  reshape(x: number, shape: readonly number[]): number {
    return this.add({ kind: 'Reshape', shape, allowZero: false }, [x])
  }

  transpose(x: number, permutation: readonly number[]): number {
    return this.add({ kind: 'Transpose', permutation }, [x])
  }

  product(a: number, b: number, transposeB = false): number {
    return this.add({ kind: 'MatMul', transposeA: false, transposeB }, [a, b])
  }

  concat(axis: number, inputs: readonly number[]): number {
    return this.add({ kind: 'Concat', axis }, inputs)
  }

  /** As many equal parts along an axis. */
  split(x: number, axis: number, count: number): readonly number[] {
    return this.addAll({ kind: 'Split', axis }, [x], count)
  }

  /** From one place of an axis to another, counted from the end where negative. */
  slice(x: number, axis: number, start: number, end = Number.MAX_SAFE_INTEGER): number {
    return this.add({ kind: 'Slice', sizesAsEnds: false, starts: [start], ends: [end], axes: [axis] }, [x])
  }

  /** The size of an axis, as a list of one whole number. */
  size(x: number, axis: number): number {
    return this.add({ kind: 'Gather', axis: 0 }, [this.add({ kind: 'Shape' }, [x]), this.constant([axis], 'int64')])
  }

  /** 0, 1, … up to a size, which is a list of one whole number. */
  range(size: number): number {
    const count = this.add({ kind: 'Squeeze', axes: [0] }, [size])
    return this.add({ kind: 'Range' }, [this.constant(0, 'int64'), count, this.constant(1, 'int64')])
  }

  /** A where the condition holds, else b. */
  where(condition: number, a: number, b: number): number {
    return this.add({ kind: 'Where' }, [condition, a, b])
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

  /** A part with several outputs: as many as the file's node, where it is not said. */
  addAll(operation: Operation, inputs: readonly number[], count = this.node.outputs.length): readonly number[] {
    const { builder, name, opType } = this.node
    const part = `${name}.${operation.kind}${this.#count++}`
    const outputs = Array.from({ length: count }, (_, i) => builder.addTensor(`${part}.${i}`))
    builder.addNode(part, opType, operation, inputs, outputs, [])
    return outputs
  }
}
