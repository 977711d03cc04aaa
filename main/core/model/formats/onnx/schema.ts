// SPDX-License-Identifier: Apache-2.0
import protobuf from 'protobufjs/light.js'

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

const types = Object.entries(MESSAGES).map(([name, fields]) => [name, { fields }])
const root = protobuf.Root.fromJSON({ nested: { onnx: { nested: Object.fromEntries(types) } } })

/** A 64-bit number: protobufjs gives an object where it is read, and takes a number to write. */
export type Int64 = number | { toNumber(): number }

type Messages = typeof MESSAGES

/** What the fields of a message hold: all of them may be left out. */
type Decoded<M extends keyof Messages> = {
  readonly [F in keyof Messages[M]]?: Messages[M][F] extends { rule: 'repeated'; type: infer T }
    ? readonly Value<T>[]
    : Messages[M][F] extends { type: infer T }
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

type Value<T> = T extends keyof Scalars ? Scalars[T] : T extends keyof Messages ? Decoded<T> : never

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

/** Byte lists of the result are views of `bytes`. Throws protobufjs's errors. */
export function decodeModel(bytes: Uint8Array): ModelProto {
  const reader = protobuf.Reader.create(bytes)
  reader.discardUnknown = true
  return ModelType.decode(reader) as unknown as ModelProto
}

export function encodeModel(model: ModelProto): Uint8Array {
  return ModelType.encode(model as object).finish()
}

export function toNumber(value: Int64 | undefined): number {
  return value === undefined ? 0 : typeof value === 'number' ? value : value.toNumber()
}
