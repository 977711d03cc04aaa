// SPDX-License-Identifier: Apache-2.0
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { ModelBuilder } from '../../model-builder'
import type { Operation } from '../../operations/index'
import type { FlatTable } from '../flatbuffers/flat-buffer'
import { describeRecord, type RecordOf, readRecord, type Schema } from '../flatbuffers/record'

/** One op of the file, with what is needed to translate it. */
export interface MnnOp {
  readonly name: string
  /** Name of its OpType. */
  readonly type: string
  readonly main: FlatTable | undefined
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  /** LAYOUT number in which the dims of a tensor are listed. */
  layoutOf(tensor: number | undefined): number
  /** Path of the file that external data of this op is in. */
  readonly weightsPath: string
  readonly file: MnnFile
}

export interface MnnFile {
  readonly path: string
  readonly bytes: Uint8Array
  readonly builder: ModelBuilder
}

export interface Translated {
  readonly operation: Operation
  /** Where they are not simply the op's. */
  readonly inputs?: readonly number[]
  readonly attributes?: readonly { readonly name: string; readonly value: string }[]
}

/** Nodes for all outputs are in the model already. */
export const WRITTEN = 'written'

export type Translate = (op: MnnOp) => Translated | typeof WRITTEN

/** A node whose output only further nodes of the op read. Returns that tensor. */
export function part({ name, type, file }: MnnOp, operation: Operation, inputs: readonly number[]): number {
  const id = `${name}.${operation.kind}.${file.builder.tensorCount}`
  const output = file.builder.addTensor(id)
  file.builder.addNode(id, type, operation, inputs, [output], [])
  return output
}

/** Reads the op's parameters and hands them to `translate`; they become the node's attributes. */
export function withRecord<S extends Schema>(
  schema: S,
  translate: (op: MnnOp, record: RecordOf<S>) => Operation | Translated | typeof WRITTEN,
): Translate {
  return (op) => {
    const record = readRecord(op.main, schema)
    const result = translate(op, record)
    if (result === WRITTEN) return result
    const translated = 'operation' in result ? result : { operation: result }
    return { attributes: describeRecord(record, schema), ...translated }
  }
}

export function simple(operation: Operation): Translate {
  return () => ({ operation })
}

export function unsupported(why: UnsupportedCause): { readonly kind: 'Unsupported'; readonly why: UnsupportedCause } {
  return { kind: 'Unsupported', why }
}
