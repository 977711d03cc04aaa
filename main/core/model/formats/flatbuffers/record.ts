// SPDX-License-Identifier: Apache-2.0
import type { FlatTable, Range } from './flat-buffer'

/** How the fields of a table are described in schema.ts, and how a table is read by its description. */
interface FieldTypes {
  int8: number
  int32: number
  uint64: number
  float32: number
  bool: boolean
  string: string | undefined
  strings: readonly string[]
  int32s: readonly number[] | undefined
  int64s: readonly number[] | undefined
  float32s: readonly number[] | undefined
  /** A list that is left in the file: only where it is. */
  range: Range | undefined
  table: FlatTable | undefined
  tables: readonly FlatTable[]
}

type FieldType = keyof FieldTypes

export interface Field<T extends FieldType = FieldType> {
  readonly id: number
  readonly type: T
  readonly default?: FieldTypes[T]
  /** Element size of a range. */
  readonly elementBytes?: number
  /** Names of an enum's numbers. */
  readonly names?: readonly string[]
}

export type Schema = Readonly<Record<string, Field>>

export type RecordOf<S extends Schema> = { readonly [name in keyof S]: FieldTypes[S[name]['type']] }

/** An absent table reads as one that leaves out all its fields. */
export function readRecord<S extends Schema>(table: FlatTable | undefined, schema: S): RecordOf<S> {
  const record: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(schema)) {
    const reader = READERS[field.type]
    const position = table?.field(field.id, reader.width)
    record[name] =
      table === undefined || position === undefined
        ? (field.default ?? reader.absent)
        : reader.read(table, position, field)
  }
  return record as RecordOf<S>
}

interface FieldReader {
  readonly width: number
  readonly absent: unknown
  read(table: FlatTable, position: number, field: Field): unknown
}

const READERS: { readonly [type in FieldType]: FieldReader } = {
  int8: { width: 1, absent: 0, read: (t, at) => t.buffer.int8(at) },
  int32: { width: 4, absent: 0, read: (t, at) => t.buffer.int32(at) },
  uint64: { width: 8, absent: 0, read: (t, at) => t.buffer.uint64(at) },
  float32: { width: 4, absent: 0, read: (t, at) => t.buffer.float32(at) },
  bool: { width: 1, absent: false, read: (t, at) => t.buffer.uint8(at) !== 0 },
  string: { width: 4, absent: undefined, read: (t, at) => t.buffer.string(at) },
  strings: { width: 4, absent: [], read: (t, at) => t.buffer.list(at, 4, (p) => t.buffer.string(p)) },
  int32s: { width: 4, absent: undefined, read: (t, at) => t.buffer.list(at, 4, (p) => t.buffer.int32(p)) },
  int64s: { width: 4, absent: undefined, read: (t, at) => t.buffer.list(at, 8, (p) => t.buffer.int64(p)) },
  float32s: { width: 4, absent: undefined, read: (t, at) => t.buffer.list(at, 4, (p) => t.buffer.float32(p)) },
  range: { width: 4, absent: undefined, read: (t, at, field) => t.buffer.range(at, field.elementBytes ?? 1) },
  table: { width: 4, absent: undefined, read: (t, at) => t.buffer.table(at) },
  tables: { width: 4, absent: [], read: (t, at) => t.buffer.list(at, 4, (p) => t.buffer.table(p)) },
}

/** Fields worth showing, as text: scalars and short lists that the file states. */
export function describeRecord<S extends Schema>(
  record: RecordOf<S>,
  schema: S,
): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(schema).flatMap(([name, field]) => {
    const text = describeValue(record[name], field)
    return text === undefined ? [] : [{ name, value: text }]
  })
}

const SHOWN_ELEMENTS = 16

function describeValue(value: unknown, field: Field): string | undefined {
  if (field.type === 'string') return typeof value === 'string' ? value : undefined
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return field.names?.[value] ?? String(value)
  if (!Array.isArray(value) || field.type === 'tables' || field.type === 'strings') return undefined
  const shown = value.slice(0, SHOWN_ELEMENTS).join(', ')
  return value.length > SHOWN_ELEMENTS ? `[${shown}, …]` : `[${shown}]`
}
