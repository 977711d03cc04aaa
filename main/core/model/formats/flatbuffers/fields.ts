// SPDX-License-Identifier: Apache-2.0
import type { Field } from './record'

/** Descriptions of a table's fields: id in the schema, and what an absent one reads as. */

export const int = (id: number, absent = 0) => ({ id, type: 'int32', default: absent }) as const satisfies Field
/** Unsigned, 64 bits. */
export const ulong = (id: number) => ({ id, type: 'uint64', default: 0 }) as const satisfies Field
export const float = (id: number, absent = 0) => ({ id, type: 'float32', default: absent }) as const satisfies Field
export const bool = (id: number, absent = false) => ({ id, type: 'bool', default: absent }) as const satisfies Field
export const string = (id: number) => ({ id, type: 'string' }) as const satisfies Field
export const strings = (id: number) => ({ id, type: 'strings' }) as const satisfies Field
export const ints = (id: number) => ({ id, type: 'int32s' }) as const satisfies Field
export const longs = (id: number) => ({ id, type: 'int64s' }) as const satisfies Field
export const floats = (id: number) => ({ id, type: 'float32s' }) as const satisfies Field
export const range = (id: number, elementBytes: number) =>
  ({ id, type: 'range', elementBytes }) as const satisfies Field
export const table = (id: number) => ({ id, type: 'table' }) as const satisfies Field
export const tables = (id: number) => ({ id, type: 'tables' }) as const satisfies Field
export const byteEnum = (id: number, names: readonly string[], absent = 0) =>
  ({ id, type: 'int8', names, default: absent }) as const satisfies Field
export const intEnum = (id: number, names: readonly string[], absent = 0) =>
  ({ id, type: 'int32', names, default: absent }) as const satisfies Field
