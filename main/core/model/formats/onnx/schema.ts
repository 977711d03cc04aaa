// SPDX-License-Identifier: Apache-2.0
import protobuf from 'protobufjs/light.js'
import { invalid } from '../../read-error'

/**
 * The messages of an ONNX file (onnx.proto, IR versions 3 to 13) as far as Convscope reads or
 * writes them. Packed number lists of tensors are declared as bytes, which are the same on the
 * wire: they stay where they are in the file. structure.ts bounds how deep bodies nest.
 */
const optional = <const T extends string>(type: T, id: number) => ({ type, id })
const repeated = <const T extends string>(type: T, id: number) => ({ rule: 'repeated', type, id }) as const
const unpacked = <const T extends string>(type: T, id: number) =>
  ({ rule: 'repeated', type, id, options: { packed: false } }) as const

const MESSAGES = {
  ModelProto: {
    irVersion: optional('int64', 1),
    producerName: optional('string', 2),
    producerVersion: optional('string', 3),
    domain: optional('string', 4),
    modelVersion: optional('int64', 5),
    docString: optional('string', 6),
    graph: optional('GraphProto', 7),
    opsetImport: repeated('OperatorSetIdProto', 8),
    metadataProps: repeated('StringStringEntryProto', 14),
    functions: repeated('FunctionProto', 25),
  },
  FunctionProto: {
    name: optional('string', 1),
    input: repeated('string', 4),
    output: repeated('string', 5),
    node: repeated('NodeProto', 7),
    opsetImport: repeated('OperatorSetIdProto', 9),
    domain: optional('string', 10),
    attributeProto: repeated('AttributeProto', 11),
    overload: optional('string', 13),
  },
  OperatorSetIdProto: { domain: optional('string', 1), version: optional('int64', 2) },
  GraphProto: {
    node: repeated('NodeProto', 1),
    name: optional('string', 2),
    initializer: repeated('TensorProto', 5),
    input: repeated('ValueInfoProto', 11),
    output: repeated('ValueInfoProto', 12),
    valueInfo: repeated('ValueInfoProto', 13),
    sparseInitializer: repeated('SparseTensorProto', 15),
  },
  NodeProto: {
    input: repeated('string', 1),
    output: repeated('string', 2),
    name: optional('string', 3),
    opType: optional('string', 4),
    attribute: repeated('AttributeProto', 5),
    domain: optional('string', 7),
    overload: optional('string', 8),
  },
  AttributeProto: {
    name: optional('string', 1),
    f: optional('float', 2),
    i: optional('int64', 3),
    s: optional('bytes', 4),
    t: optional('TensorProto', 5),
    g: optional('GraphProto', 6),
    floats: unpacked('float', 7),
    ints: unpacked('int64', 8),
    strings: repeated('bytes', 9),
    type: optional('int32', 20),
    refAttrName: optional('string', 21),
    sparseTensor: optional('SparseTensorProto', 22),
  },
  TensorProto: {
    dims: unpacked('int64', 1),
    dataType: optional('int32', 2),
    floatData: repeated('bytes', 4),
    int32Data: repeated('bytes', 5),
    int64Data: repeated('bytes', 7),
    name: optional('string', 8),
    rawData: optional('bytes', 9),
    doubleData: repeated('bytes', 10),
    uint64Data: repeated('bytes', 11),
    externalData: repeated('StringStringEntryProto', 13),
    dataLocation: optional('int32', 14),
  },
  SparseTensorProto: {
    values: optional('TensorProto', 1),
    indices: optional('TensorProto', 2),
    dims: unpacked('int64', 3),
  },
  StringStringEntryProto: { key: optional('string', 1), value: optional('string', 2) },
  ValueInfoProto: { name: optional('string', 1), type: optional('TypeProto', 2) },
  TypeProto: { tensorType: optional('TensorTypeProto', 1), optionalType: optional('OptionalTypeProto', 9) },
  OptionalTypeProto: { elemType: optional('TypeProto', 1) },
  TensorTypeProto: { elemType: optional('int32', 1), shape: optional('TensorShapeProto', 2) },
  TensorShapeProto: { dim: repeated('DimensionProto', 1) },
  DimensionProto: { dimValue: optional('int64', 1), dimParam: optional('string', 2) },
} as const

function rootOf(messages: Readonly<Record<string, object>>): protobuf.Root {
  const types = Object.entries(messages).map(([name, fields]) => [name, { fields }])
  return protobuf.Root.fromJSON({ nested: { onnx: { nested: Object.fromEntries(types) } } })
}

const root = rootOf(MESSAGES)

/** A 64-bit number: protobufjs gives an object where it is read, and takes a number to write. */
export type Int64 = number | { toNumber(): number }

type Schema = typeof MESSAGES

/** What the fields of a message hold: all of them may be left out. */
type Decoded<M extends keyof Schema> = {
  readonly [F in keyof Schema[M]]?: Schema[M][F] extends { rule: 'repeated'; type: infer T }
    ? readonly Value<T>[]
    : Schema[M][F] extends { type: infer T }
      ? Value<T>
      : never
}

interface Scalars {
  readonly int32: number
  readonly int64: Int64
  readonly float: number
  readonly string: string
  readonly bytes: Uint8Array
}

type Value<T> = T extends keyof Scalars ? Scalars[T] : T extends keyof Schema ? Decoded<T> : never

export type TensorProto = Decoded<'TensorProto'>
export type AttributeProto = Decoded<'AttributeProto'>
export type NodeProto = Decoded<'NodeProto'>
export type ValueInfoProto = Decoded<'ValueInfoProto'>
export type FunctionProto = Decoded<'FunctionProto'>
export type SparseTensorProto = Decoded<'SparseTensorProto'>
export type DimensionProto = Decoded<'DimensionProto'>
export type GraphProto = Decoded<'GraphProto'>
export type ModelProto = Decoded<'ModelProto'>

const ModelType = root.lookupType('onnx.ModelProto')

// Of a field that is left out, protobufjs makes an empty array, which is no byte list. Writers leave out an empty string.
for (const [name, fields] of Object.entries(MESSAGES)) {
  const { prototype } = root.lookupType(`onnx.${name}`).ctor as unknown as { prototype: Record<string, unknown> }
  for (const [field, { type, rule }] of Object.entries<{ type: string; rule?: string }>(fields))
    if (type === 'bytes' && rule !== 'repeated') prototype[field] = new Uint8Array()
}

/** The messages with the graph left where it is; a file with several of them means them as one. */
const ShellType = rootOf({
  ...MESSAGES,
  ModelProto: { ...MESSAGES.ModelProto, graph: repeated('bytes', 7) },
}).lookupType('onnx.ModelProto')

/** Of messages, text and bytes. */
export const LENGTH_DELIMITED = 2

/** Lists of the graph, by the number of their field. */
const LISTS = Object.entries<{ readonly type: string; readonly id: number; readonly rule?: 'repeated' }>(
  MESSAGES.GraphProto,
).flatMap(([name, { type, id, rule }]) =>
  rule === 'repeated' ? [{ name: name as keyof GraphLists, id, type: root.lookupType(`onnx.${type}`) }] : [],
)

type GraphLists = {
  readonly [F in keyof GraphProto as GraphProto[F] extends readonly unknown[] | undefined ? F : never]-?: Messages<
    NonNullable<GraphProto[F]>[number]
  >
}

/** A file of which the messages of the graph are decoded when they are asked for. */
export interface ModelOutline extends Omit<ModelProto, 'graph'> {
  /** undefined: the file has none. */
  readonly graph: (GraphLists & Pick<GraphProto, 'name'>) | undefined
}

/** The messages of one list. Each is decoded whenever it is come to: all at once they take several times the file. */
class Messages<T> implements Iterable<T> {
  /** Where each begins with its length. */
  readonly #starts: number[] = []

  constructor(
    private readonly type: protobuf.Type,
    private readonly bytes: Uint8Array,
  ) {}

  get length(): number {
    return this.#starts.length
  }

  add(start: number): void {
    this.#starts.push(start)
  }

  /** Throws ReadError. */
  *[Symbol.iterator](): Iterator<T> {
    const reader = readerOf(this.bytes)
    for (const start of this.#starts) {
      reader.pos = start
      yield decoding(() => this.type.decode(reader, reader.uint32())) as unknown as T
    }
  }
}

/** Throws ReadError; later the lists do. */
export function outlineModel(bytes: Uint8Array): ModelOutline {
  return decoding(() => outline(bytes))
}

function decoding<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    // protobufjs throws plain errors on malformed data.
    return invalid({ id: 'file.malformed', detail: error instanceof Error ? error.message : String(error) })
  }
}

function outline(bytes: Uint8Array): ModelOutline {
  const { graph = [], ...shell } = ShellType.decode(readerOf(bytes)) as unknown as Omit<ModelProto, 'graph'> & {
    readonly graph?: readonly Uint8Array[]
  }
  if (graph.length === 0) return { ...shell, graph: undefined }
  const lists = new Map(LISTS.map(({ id, type }) => [id, new Messages<unknown>(type, bytes)]))
  let name = ''
  for (const part of graph) {
    const reader = readerOf(bytes)
    reader.pos = part.byteOffset - bytes.byteOffset
    const end = reader.pos + part.length
    while (reader.pos < end) {
      const tag = reader.tag()
      const [id, wireType] = [tag >>> 3, tag & 7]
      if (wireType === LENGTH_DELIMITED) lists.get(id)?.add(reader.pos)
      if (wireType === LENGTH_DELIMITED && id === MESSAGES.GraphProto.name.id) name = reader.string()
      else reader.skipType(wireType, 0, id)
    }
  }
  const named = Object.fromEntries(LISTS.map((list) => [list.name, lists.get(list.id)]))
  return { ...shell, graph: { name, ...(named as unknown as GraphLists) } }
}

/** Byte lists of the result are views of `bytes`. Throws protobufjs's errors. */
export function decodeModel(bytes: Uint8Array): ModelProto {
  return ModelType.decode(readerOf(bytes)) as unknown as ModelProto
}

function readerOf(bytes: Uint8Array): protobuf.Reader {
  const reader = protobuf.Reader.create(bytes)
  reader.discardUnknown = true
  return reader
}

export function encodeModel(model: ModelProto): Uint8Array {
  return ModelType.encode(model as object).finish()
}

export function toNumber(value: Int64 | undefined): number {
  return value === undefined ? 0 : typeof value === 'number' ? value : value.toNumber()
}
