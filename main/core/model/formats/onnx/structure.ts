// SPDX-License-Identifier: Apache-2.0
import protobuf from 'protobufjs/light.js'
import type { OnnxPart } from '#messages/en/files'
import type { MemoryBudget } from '../../memory-budget'
import { invalid, ReadError, truncated } from '../../read-error'
import { LENGTH_DELIMITED } from './schema'

const MAX_NODES = 1 << 18
/** Of names and other text that is decoded; most take some dozen. */
const MAX_NAME_BYTES = 1 << 16

/** Fields of length-delimited type that nest, and those that are left in the file ('data'). */
const FIELDS: { readonly [part in OnnxPart]: Readonly<Record<number, OnnxPart | 'data'>> } = {
  model: { 6: 'data', 7: 'graph', 8: 'operator set', 14: 'data', 20: 'data', 25: 'function', 26: 'data' },
  graph: {
    ...{ 1: 'node', 5: 'tensor', 10: 'data', 11: 'value', 12: 'value', 13: 'value' },
    ...{ 14: 'data', 15: 'sparse', 16: 'data' },
  },
  function: { 7: 'node', 8: 'data', 9: 'operator set', 11: 'attribute', 12: 'data', 14: 'data' },
  node: { 5: 'attribute', 6: 'data', 9: 'data' },
  attribute: { 4: 'data', 5: 'tensor', 6: 'graph', 10: 'data', 11: 'data', 13: 'data', 22: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: { 4: 'data', 5: 'data', 7: 'data', 9: 'data', 10: 'data', 11: 'data', 12: 'data', 13: 'entry' },
  value: { 2: 'type', 3: 'data', 4: 'data' },
  type: { 1: 'tensor type', 4: 'data', 5: 'data', 6: 'data', 8: 'data', 9: 'data' },
  'tensor type': { 2: 'shape' },
  shape: { 1: 'dimension' },
  dimension: {},
  entry: {},
  'operator set': {},
}

/** Bytes of memory that one of each takes in the end, with what becomes of it: measured with files of nothing else. */
const MESSAGE_BYTES: { readonly [part in OnnxPart]: number } = {
  ...{ model: 0, graph: 1000, function: 1000, node: 700, attribute: 250, tensor: 350, sparse: 500 },
  ...{ value: 300, type: 100, 'tensor type': 100, shape: 100, dimension: 120, entry: 150, 'operator set': 100 },
}
const TEXT_BYTES = 150
const NUMBER_BYTES = 92
/** A stretch of the file that stays there. */
const STRETCH_BYTES = 200
/** An element of a list of whole numbers of one byte each, once decoded. */
const ELEMENT_BYTES = 8

/** Lists of numbers of variable length: in one piece, each byte may be one. */
const NUMBERS: { readonly [part in OnnxPart]?: readonly number[] } = { attribute: [7, 8], tensor: [1], sparse: [3] }
const ELEMENTS: readonly number[] = [5, 7, 11]
/** Bytes, which are no text. */
const STRINGS = 9

/** Messages within messages: a body takes three. */
const DEEPEST = 128
/** The graph in the model. */
const GRAPH_DEPTH = 2
/** Of a message of the graph, of which only its place is kept (Messages). */
const START_BYTES = 16

/**
 * Walks an ONNX file before it is decoded: finds out whether it is whole, and bounds the memory
 * that decoding takes. Throws ReadError.
 */
export function checkStructure(bytes: Uint8Array, memory: MemoryBudget): void {
  const reader = protobuf.Reader.create(bytes)
  const walk = new StructureWalk(reader, memory)
  walk.message('model', bytes.length)
  if (!walk.sawGraph) throw new ReadError('model/not-a-model', { id: 'file.noOnnxGraph' })
}

class StructureWalk {
  sawGraph = false
  #nodes = 0
  #depth = 0

  constructor(
    private readonly reader: protobuf.Reader,
    private readonly memory: MemoryBudget,
  ) {}

  message(part: OnnxPart, end: number): void {
    this.#depth += 1
    if (this.#depth > DEEPEST) throw new ReadError('model/too-large', { id: 'file.nestsTooDeep', most: DEEPEST })
    while (this.reader.pos < end) this.#field(part, end)
    this.#depth -= 1
    if (this.reader.pos > end) invalid({ id: 'file.overlaps', part, byte: end })
  }

  #field(part: OnnxPart, end: number): void {
    const { id, wireType } = this.#tag(part)
    if (wireType !== LENGTH_DELIMITED) {
      this.#guard(part, () => this.reader.skipType(wireType, 0, id))
      this.memory.take(NUMBER_BYTES)
      return
    }
    const length = this.#guard(part, () => this.reader.uint32())
    const stop = this.reader.pos + length
    if (stop > end) this.#tooLong(part, stop, end)
    const kind = FIELDS[part][id]
    if (kind === 'graph') this.sawGraph = true
    if (kind === 'node') this.#countNode()
    if (kind === undefined || kind === 'data') {
      this.memory.take(this.#leafBytes(part, id, kind, length))
      this.reader.pos = stop
    } else if (part === 'graph' && this.#depth === GRAPH_DEPTH) {
      this.memory.passing(() => this.#nested(kind, stop))
      this.memory.take(START_BYTES)
    } else this.#nested(kind, stop)
  }

  #nested(kind: OnnxPart, stop: number): void {
    this.memory.take(MESSAGE_BYTES[kind])
    this.message(kind, stop)
  }

  #tag(part: OnnxPart): { readonly id: number; readonly wireType: number } {
    const tag = this.#guard(part, () => this.reader.uint32())
    return { id: tag >>> 3, wireType: tag & 7 }
  }

  /** What a field without messages takes. */
  #leafBytes(part: OnnxPart, id: number, kind: 'data' | undefined, length: number): number {
    if (kind === 'data')
      return STRETCH_BYTES + (part === 'tensor' && ELEMENTS.includes(id) ? ELEMENT_BYTES * length : 0)
    if (NUMBERS[part]?.includes(id)) return NUMBER_BYTES * length
    if (part === 'attribute' && id === STRINGS) return STRETCH_BYTES + length
    if (length > MAX_NAME_BYTES) {
      throw new ReadError('model/too-large', { id: 'file.nameTooLong', byte: this.reader.pos, most: MAX_NAME_BYTES })
    }
    return TEXT_BYTES + 2 * length
  }

  #countNode(): void {
    this.#nodes += 1
    if (this.#nodes > MAX_NODES) throw new ReadError('model/too-large', { id: 'file.tooManyNodes', most: MAX_NODES })
  }

  #guard<T>(part: OnnxPart, read: () => T): T {
    try {
      return read()
    } catch {
      if (part === 'model') truncated({ id: 'file.breaksOff', byte: this.reader.pos })
      return invalid({ id: 'file.broken', part, byte: this.reader.pos })
    }
  }

  #tooLong(part: OnnxPart, stop: number, end: number): never {
    if (part === 'model') truncated({ id: 'file.cutOff', end: stop, size: end })
    return invalid({ id: 'file.fieldTooLong', part, stop, end })
  }
}

/** Wire types of ModelProto's fields. */
const MODEL_FIELDS: Readonly<Record<number, number>> = {
  1: 0,
  2: 2,
  3: 2,
  4: 2,
  5: 0,
  6: 2,
  7: 2,
  8: 2,
  14: 2,
  20: 2,
  25: 2,
  26: 2,
}

/** Whether the bytes begin as an ONNX file does: with fields of a ModelProto only. */
export function looksLikeOnnx(head: Uint8Array): boolean {
  const reader = protobuf.Reader.create(head)
  try {
    while (reader.pos < head.length) {
      const tag = reader.uint32()
      const wireType = tag & 7
      if (MODEL_FIELDS[tag >>> 3] !== wireType) return false
      // Enough is known at the graph, which is nearly the whole file.
      if (tag >>> 3 === 7) return true
      const length = wireType === LENGTH_DELIMITED ? reader.uint32() : 0
      if (reader.pos + length > head.length) return true
      if (wireType === LENGTH_DELIMITED) reader.pos += length
      else reader.skipType(wireType)
    }
    return true
  } catch {
    return false
  }
}
