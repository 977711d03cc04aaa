// SPDX-License-Identifier: Apache-2.0
import { type Table, writeFlatBuffer } from './flatbuffer-writer'

export type { Table } from './flatbuffer-writer'

/** Small .mnn files. */

/** Op: name, OpType number, inputs, outputs, union tag and parameter table. */
export function op(
  name: string,
  type: number,
  inputs: readonly number[],
  outputs: readonly number[],
  main?: { readonly tag: number; readonly table: Table },
): Table {
  return {
    0: { ints: inputs },
    ...(main === undefined ? {} : { 1: { byte: main.tag }, 2: { table: main.table } }),
    3: { string: name },
    4: { ints: outputs },
    5: { int: type },
  }
}

/** Op that declares a graph input; layout 0 NCHW, 1 NHWC, 2 NC4HW4. */
export function input(name: string, tensor: number, dims: readonly number[], layout = 2): Table {
  return op(name, 34, [], [tensor], { tag: 21, table: { 0: { ints: dims }, 1: { int: 1 }, 2: { byte: layout } } })
}

export function net(tensorNames: readonly string[], ops: readonly Table[], more: Table = {}): Uint8Array {
  return writeFlatBuffer({ 3: { tables: ops }, 7: { strings: tensorNames }, ...more })
}
