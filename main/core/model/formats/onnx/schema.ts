import protobuf from 'protobufjs/light.js'

/**
 * The messages of an ONNX file (onnx.proto, IR versions 3 to 13) as far as Convscope reads or
 * writes them. Packed number lists of tensors are declared as bytes, which are the same on the
 * wire: they stay where they are in the file. Sub-graphs (attributes g and graphs) stay unread, so
 * that nothing nests.
 */
const optional = (type: string, id: number) => ({ type, id })
const repeated = (type: string, id: number) => ({ rule: 'repeated', type, id })
const unpacked = (type: string, id: number) => ({ rule: 'repeated', type, id, options: { packed: false } })

const root = protobuf.Root.fromJSON({
  nested: {
    onnx: {
      nested: {
        ModelProto: {
          fields: {
            irVersion: optional('int64', 1),
            producerName: optional('string', 2),
            producerVersion: optional('string', 3),
            graph: optional('GraphProto', 7),
            opsetImport: repeated('OperatorSetIdProto', 8),
            functions: repeated('bytes', 25),
          },
        },
        OperatorSetIdProto: { fields: { domain: optional('string', 1), version: optional('int64', 2) } },
        GraphProto: {
          fields: {
            node: repeated('NodeProto', 1),
            name: optional('string', 2),
            initializer: repeated('TensorProto', 5),
            input: repeated('ValueInfoProto', 11),
            output: repeated('ValueInfoProto', 12),
            sparseInitializer: repeated('bytes', 15),
          },
        },
        NodeProto: {
          fields: {
            input: repeated('string', 1),
            output: repeated('string', 2),
            name: optional('string', 3),
            opType: optional('string', 4),
            attribute: repeated('AttributeProto', 5),
            domain: optional('string', 7),
          },
        },
        AttributeProto: {
          fields: {
            name: optional('string', 1),
            f: optional('float', 2),
            i: optional('int64', 3),
            s: optional('bytes', 4),
            t: optional('TensorProto', 5),
            g: optional('bytes', 6),
            floats: unpacked('float', 7),
            ints: unpacked('int64', 8),
            strings: repeated('bytes', 9),
            type: optional('int32', 20),
          },
        },
        TensorProto: {
          fields: {
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
        },
        StringStringEntryProto: { fields: { key: optional('string', 1), value: optional('string', 2) } },
        ValueInfoProto: { fields: { name: optional('string', 1), type: optional('TypeProto', 2) } },
        TypeProto: { fields: { tensorType: optional('TensorTypeProto', 1) } },
        TensorTypeProto: { fields: { elemType: optional('int32', 1), shape: optional('TensorShapeProto', 2) } },
        TensorShapeProto: { fields: { dim: repeated('DimensionProto', 1) } },
        DimensionProto: { fields: { dimValue: optional('int64', 1), dimParam: optional('string', 2) } },
      },
    },
  },
})

/** A 64-bit number: protobufjs gives an object where it is read, and takes a number to write. */
export type Int64 = number | { toNumber(): number }

export interface TensorProto {
  readonly dims?: readonly Int64[]
  readonly dataType?: number
  readonly floatData?: readonly Uint8Array[]
  readonly int32Data?: readonly Uint8Array[]
  readonly int64Data?: readonly Uint8Array[]
  readonly name?: string
  readonly rawData?: Uint8Array
  readonly doubleData?: readonly Uint8Array[]
  readonly uint64Data?: readonly Uint8Array[]
  readonly externalData?: readonly { readonly key?: string; readonly value?: string }[]
  readonly dataLocation?: number
}

export interface AttributeProto {
  readonly name?: string
  readonly f?: number
  readonly i?: Int64
  readonly s?: Uint8Array
  readonly t?: TensorProto
  readonly floats?: readonly number[]
  readonly ints?: readonly Int64[]
  readonly strings?: readonly Uint8Array[]
  readonly type?: number
}

export interface NodeProto {
  readonly input?: readonly string[]
  readonly output?: readonly string[]
  readonly name?: string
  readonly opType?: string
  readonly attribute?: readonly AttributeProto[]
  readonly domain?: string
}

export interface ValueInfoProto {
  readonly name?: string
  readonly type?: {
    readonly tensorType?: {
      readonly elemType?: number
      readonly shape?: { readonly dim?: readonly { readonly dimValue?: Int64; readonly dimParam?: string }[] }
    }
  }
}

export interface GraphProto {
  readonly node?: readonly NodeProto[]
  readonly name?: string
  readonly initializer?: readonly TensorProto[]
  readonly input?: readonly ValueInfoProto[]
  readonly output?: readonly ValueInfoProto[]
  readonly sparseInitializer?: readonly Uint8Array[]
}

export interface ModelProto {
  readonly irVersion?: Int64
  readonly producerName?: string
  readonly producerVersion?: string
  readonly graph?: GraphProto
  readonly opsetImport?: readonly { readonly domain?: string; readonly version?: Int64 }[]
  readonly functions?: readonly Uint8Array[]
}

const ModelType = root.lookupType('onnx.ModelProto')

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
