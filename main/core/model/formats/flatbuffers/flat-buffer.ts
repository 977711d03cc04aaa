// SPDX-License-Identifier: Apache-2.0
import { ByteBuffer } from 'flatbuffers'
import type { MemoryBudget } from '../../memory-budget'
import { invalid, ReadError, truncated } from '../../read-error'

/** `count` elements that start at byte `offset` of the file. */
export interface Range {
  readonly offset: number
  readonly count: number
}

/** Longest list that is read into memory (weights are not: they stay in the file). */
const MAX_ELEMENTS = 1 << 20

/** Work that one table or one list costs beyond its bytes: keeps shared, repeated references bounded. */
const REFERENCE_COST = 16

/** Bytes of memory that one of each takes while it is read; what becomes of it is counted besides (ModelBuilder). */
const TABLE_BYTES = 100
const LIST_BYTES = 60
const ELEMENT_BYTES = 8
const TEXT_BYTES = 40

/**
 * A FlatBuffers file that is not trusted: every offset is checked before it is followed. References
 * may be shared, so a small file could describe endless data; budgets in proportion to the file's
 * size bound what is read in all, and what memory that takes.
 */
export class FlatBuffer {
  readonly #data: ByteBuffer
  #budget: number

  constructor(
    private readonly bytes: Uint8Array,
    private readonly memory: MemoryBudget,
  ) {
    this.#data = new ByteBuffer(bytes)
    this.#budget = 8 * bytes.length + 65_536
  }

  root(): FlatTable {
    return this.tableAt(this.#follow(0))
  }

  tableAt(position: number): FlatTable {
    this.#spend(REFERENCE_COST)
    this.memory.take(TABLE_BYTES)
    const vtable = position - this.int32(position)
    this.#check(vtable, 4)
    const vtableBytes = this.uint16(vtable)
    const tableBytes = this.uint16(vtable + 2)
    if (vtableBytes < 4 || vtableBytes % 2 !== 0 || tableBytes < 4) invalid({ id: 'file.noTable', byte: vtable })
    this.#check(vtable, vtableBytes)
    this.#check(position, tableBytes)
    return new FlatTable(this, position, vtable, vtableBytes, tableBytes)
  }

  /** List whose offset is stored at `position`. */
  range(position: number, elementBytes: number): Range {
    const start = this.#follow(position)
    const count = this.#length(start)
    this.#check(start + 4, count * elementBytes)
    this.#spend(REFERENCE_COST)
    return { offset: start + 4, count }
  }

  list<T>(position: number, elementBytes: number, read: (position: number) => T): T[] {
    const { offset, count } = this.range(position, elementBytes)
    if (count > MAX_ELEMENTS) throw new ReadError('model/too-large', { id: 'file.listTooLong', byte: offset, count })
    this.#spend(count * elementBytes)
    this.memory.take(LIST_BYTES + count * ELEMENT_BYTES)
    return Array.from({ length: count }, (_, i) => read(offset + i * elementBytes))
  }

  /** String whose offset is stored at `position`. */
  string(position: number): string {
    const { offset, count } = this.range(position, 1)
    this.#spend(count)
    this.memory.take(TEXT_BYTES + count)
    return new TextDecoder().decode(this.bytes.subarray(offset, offset + count))
  }

  /** Table whose offset is stored at `position`. */
  table(position: number): FlatTable {
    return this.tableAt(this.#follow(position))
  }

  int8(position: number): number {
    this.#check(position, 1)
    return this.#data.readInt8(position)
  }

  uint8(position: number): number {
    this.#check(position, 1)
    return this.#data.readUint8(position)
  }

  uint16(position: number): number {
    this.#check(position, 2)
    return this.#data.readUint16(position)
  }

  int32(position: number): number {
    this.#check(position, 4)
    return this.#data.readInt32(position)
  }

  float32(position: number): number {
    this.#check(position, 4)
    return this.#data.readFloat32(position)
  }

  /** Rounded to a double beyond 2^53. */
  int64(position: number): number {
    this.#check(position, 8)
    return Number(this.#data.readInt64(position))
  }

  /** Rounded to a double beyond 2^53. */
  uint64(position: number): number {
    this.#check(position, 8)
    return Number(this.#data.readUint64(position))
  }

  #follow(position: number): number {
    this.#check(position, 4)
    const distance = this.#data.readUint32(position)
    if (distance === 0) invalid({ id: 'file.selfReference', byte: position })
    return position + distance
  }

  #length(position: number): number {
    this.#check(position, 4)
    return this.#data.readUint32(position)
  }

  #check(position: number, byteLength: number): void {
    if (position < 0) invalid({ id: 'file.beforeBeginning' })
    const end = position + byteLength
    if (end > this.bytes.length) {
      truncated({ id: 'file.cutOff', end, size: this.bytes.length })
    }
  }

  #spend(cost: number): void {
    this.#budget -= cost
    if (this.#budget < 0) invalid({ id: 'file.repeats' })
  }
}

/** One table. Field `id` is absent where the file leaves it out. */
export class FlatTable {
  constructor(
    readonly buffer: FlatBuffer,
    private readonly position: number,
    private readonly vtable: number,
    private readonly vtableBytes: number,
    private readonly tableBytes: number,
  ) {}

  /** Position of a field of `width` bytes, or undefined where it is absent. */
  field(id: number, width: number): number | undefined {
    const slot = 4 + 2 * id
    if (slot + 2 > this.vtableBytes) return undefined
    const distance = this.buffer.uint16(this.vtable + slot)
    if (distance === 0) return undefined
    if (distance + width > this.tableBytes) invalid({ id: 'file.fieldOutside', field: id, byte: this.position })
    return this.position + distance
  }
}
