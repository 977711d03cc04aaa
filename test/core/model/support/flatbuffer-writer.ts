// SPDX-License-Identifier: Apache-2.0
import { Builder } from 'flatbuffers'

/** Writes small FlatBuffers files from field ids, independently of the readers' schemas. */
type Cell =
  | { readonly int: number }
  | { readonly byte: number }
  | { readonly float: number }
  | { readonly bool: boolean }
  | { readonly string: string }
  | { readonly strings: readonly string[] }
  | { readonly ints: readonly number[] }
  | { readonly longs: readonly number[] }
  | { readonly floats: readonly number[] }
  | { readonly bytes: readonly number[] }
  | { readonly table: Table }
  | { readonly tables: readonly Table[] }

/** Cells by field id. */
export type Table = Readonly<Record<number, Cell>>

/** `identifier`: four characters at byte 4. */
export function writeFlatBuffer(root: Table, identifier?: string): Uint8Array {
  const builder = new Builder(1024)
  builder.finish(writeTable(builder, root), identifier)
  return builder.asUint8Array().slice()
}

function writeTable(builder: Builder, table: Table): number {
  const cells = Object.entries(table).map(([id, cell]) => ({
    id: Number(id),
    cell,
    offset: writeReference(builder, cell),
  }))
  builder.startObject(Math.max(0, ...cells.map(({ id }) => id + 1)))
  for (const { id, cell, offset } of cells) {
    if (offset !== undefined) builder.addFieldOffset(id, offset, 0)
    else if ('int' in cell) addInt(builder, id, cell.int)
    else if ('byte' in cell) addByte(builder, id, cell.byte)
    else if ('bool' in cell) addByte(builder, id, Number(cell.bool))
    else if ('float' in cell) addFloat(builder, id, cell.float)
  }
  return builder.endObject()
}

// A default that no test uses makes the builder store every value.
const addInt = (builder: Builder, id: number, value: number) => builder.addFieldInt32(id, value, -987654)
const addByte = (builder: Builder, id: number, value: number) => builder.addFieldInt8(id, value, -99)
const addFloat = (builder: Builder, id: number, value: number) => builder.addFieldFloat32(id, value, -98765.5)

function writeReference(builder: Builder, cell: Cell): number | undefined {
  if ('string' in cell) return builder.createString(cell.string)
  if ('table' in cell) return writeTable(builder, cell.table)
  if ('tables' in cell)
    return offsets(
      builder,
      cell.tables.map((table) => writeTable(builder, table)),
    )
  if ('strings' in cell)
    return offsets(
      builder,
      cell.strings.map((text) => builder.createString(text)),
    )
  if ('ints' in cell) return vector(builder, 4, cell.ints, (value) => builder.addInt32(value))
  if ('longs' in cell) return vector(builder, 8, cell.longs, (value) => builder.addInt64(BigInt(value)))
  if ('floats' in cell) return vector(builder, 4, cell.floats, (value) => builder.addFloat32(value))
  if ('bytes' in cell) return vector(builder, 1, cell.bytes, (value) => builder.addInt8(value))
  return undefined
}

function offsets(builder: Builder, list: readonly number[]): number {
  return vector(builder, 4, list, (offset) => builder.addOffset(offset))
}

function vector(builder: Builder, bytes: number, list: readonly number[], add: (value: number) => void): number {
  builder.startVector(bytes, list.length, bytes)
  for (const value of [...list].reverse()) add(value)
  return builder.endVector()
}
