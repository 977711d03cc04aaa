// SPDX-License-Identifier: Apache-2.0
import protobuf from 'protobufjs/light.js'
import type { DataType } from '#contract/model'
import type { UnsupportedCause } from '#messages/en/unsupported'
import { bfloatToNumber, decodeElements, halfToNumber } from '../../decode-elements'
import { stridesOf } from '../../dims'
import { ELEMENT_BYTES, elementCount } from '../../element-count'
import { decodeHalves } from '../../encoded-weights'
import { besideModel } from '../../external-files'
import type { Constant, ConstantData } from '../../graph'
import { isSmall } from '../../model-builder'
import { invalid } from '../../read-error'
import { dataType } from './data-types'
import { type SparseTensorProto, type TensorProto, toNumber } from './schema'

export interface OnnxFile {
  readonly path: string
  readonly bytes: Uint8Array
}

export interface OnnxConstant {
  readonly dtype: DataType
  readonly constant: Constant
}

const MAX_RANK = 32
const EXTERNAL = 1

/** A TensorProto as a constant; `name` is for messages. */
export function readTensor(file: OnnxFile, tensor: TensorProto, name: string): OnnxConstant {
  const dims = (tensor.dims ?? []).map(toNumber)
  if (dims.length > MAX_RANK) invalid({ id: 'tensor.rank', tensor: name, rank: dims.length })
  const halves = HALVES.get(tensor.dataType ?? 0)
  if (halves !== undefined) return readHalves(file, tensor, halves, name)
  const dtype = dataType(tensor.dataType ?? 0)
  if (dtype === undefined || dtype === 'string') {
    const why: UnsupportedCause =
      dtype === 'string' ? { id: 'unsupported.text' } : { id: 'unsupported.elementType', type: tensor.dataType ?? 0 }
    return { dtype: dtype ?? 'uint8', constant: { dims, data: { kind: 'quantised', why } } }
  }
  const count = elementCount(dims)
  const data =
    tensor.dataLocation === EXTERNAL
      ? external(file, tensor, dtype, count, name)
      : inline(file, tensor, dtype, count, name)
  return { dtype, constant: { dims, data } }
}

/** Types of four bits by number; a tensor of them is one of bytes. */
const HALVES = new Map([
  [21, 'uint4'],
  [22, 'int4'],
] as const) as ReadonlyMap<number, 'uint4' | 'int4'>

function readHalves(file: OnnxFile, tensor: TensorProto, element: 'uint4' | 'int4', name: string): OnnxConstant {
  const dims = (tensor.dims ?? []).map(toNumber)
  const dtype = element === 'int4' ? 'int8' : 'uint8'
  const count = elementCount(dims)
  const bytes = Math.ceil(count / 2)
  if (tensor.dataLocation === EXTERNAL) {
    const data = external(file, tensor, 'uint8', bytes, name)
    return { dtype, constant: { dims, data: data.kind === 'file' ? { ...data, kind: 'encoded', element } : data } }
  }
  const listed = () => Uint8Array.from(readVarints(tensor.int32Data ?? [], false, name))
  const raw = tensor.rawData !== undefined && tensor.rawData.length > 0 ? tensor.rawData : undefined
  const stored = raw ?? listed()
  if (stored.length !== bytes) invalid({ id: 'tensor.bytes', tensor: name, bytes: stored.length, needed: bytes })
  if (raw !== undefined && !isSmall(dtype, count)) {
    const offset = raw.byteOffset - file.bytes.byteOffset
    return {
      dtype,
      constant: { dims, data: { kind: 'encoded', path: file.path, offset, byteLength: bytes, element } },
    }
  }
  const values = decodeHalves(stored, element).slice(0, count)
  return { dtype, constant: { dims, data: { kind: 'values', values } } }
}

/** Text, which nothing that is computed with can be made of. */
export function textConstant(dims: readonly number[]): OnnxConstant {
  return { dtype: 'string', constant: { dims, data: { kind: 'quantised', why: { id: 'unsupported.text' } } } }
}

/** Sparse tensors up to this many elements are spread out at open. */
const MOST_SPREAD = 4096

/** A SparseTensorProto: values and where they are, by their number among all elements or by axis. */
export function readSparseTensor(file: OnnxFile, sparse: SparseTensorProto, name: string): OnnxConstant {
  const dims = (sparse.dims ?? []).map(toNumber)
  if (dims.length > MAX_RANK) invalid({ id: 'tensor.rank', tensor: name, rank: dims.length })
  const count = elementCount(dims)
  const values = readTensor(file, sparse.values ?? {}, name)
  const places = readTensor(file, sparse.indices ?? {}, name).constant
  const known = values.constant.data.kind === 'values' && places.data.kind === 'values'
  if (!known || count > MOST_SPREAD) {
    return { dtype: values.dtype, constant: { dims, data: { kind: 'quantised', why: { id: 'unsupported.sparse' } } } }
  }
  const spread = new Array<number>(count).fill(0)
  const indices = places.data.values
  const byAxis = places.dims.length === 2
  const strides = stridesOf(dims)
  values.constant.data.values.forEach((value, i) => {
    const at = byAxis
      ? strides.reduce((sum, stride, axis) => sum + stride * (indices[i * dims.length + axis] ?? 0), 0)
      : (indices[i] ?? 0)
    if (at >= 0 && at < count) spread[at] = value
  })
  return { dtype: values.dtype, constant: { dims, data: { kind: 'values', values: spread } } }
}

function inline(file: OnnxFile, tensor: TensorProto, dtype: DataType, count: number, name: string): ConstantData {
  const bytesPerElement = ELEMENT_BYTES[dtype] ?? 0
  const chunks =
    tensor.rawData !== undefined && tensor.rawData.length > 0 ? [tensor.rawData] : fixedWidthList(tensor, dtype)
  if (chunks.length === 0) return varints(tensor, dtype, count, name)
  const byteLength = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  if (byteLength !== count * bytesPerElement) {
    invalid({ id: 'tensor.bytes', tensor: name, bytes: byteLength, needed: count * bytesPerElement })
  }
  const [chunk] = chunks
  if (chunks.length === 1 && chunk !== undefined && !isSmall(dtype, count)) {
    return { kind: 'file', path: file.path, offset: chunk.byteOffset - file.bytes.byteOffset, byteLength }
  }
  const parts = chunks.map((part) => decodeElements(part, dtype, 0, Math.floor(part.length / bytesPerElement)))
  // A list that grows takes several times the memory of its elements.
  const values = parts.length === 1 && parts[0] !== undefined ? parts[0] : parts.flat()
  if (values.length !== count) invalid({ id: 'tensor.cutElement', tensor: name })
  return { kind: 'values', values }
}

/** Packed lists whose bytes are the elements themselves. */
function fixedWidthList(tensor: TensorProto, dtype: DataType): readonly Uint8Array[] {
  if (dtype === 'float32') return tensor.floatData ?? []
  if (dtype === 'float64') return tensor.doubleData ?? []
  return []
}

/** Packed lists of variable-length integers, which cannot be referred to in the file. */
function varints(tensor: TensorProto, dtype: DataType, count: number, name: string): ConstantData {
  const unsigned = dtype === 'uint64' || dtype === 'uint32'
  const chunks = (dtype === 'int64' ? tensor.int64Data : unsigned ? tensor.uint64Data : tensor.int32Data) ?? []
  const values = readVarints(chunks, unsigned, name)
  if (values.length !== count) invalid({ id: 'tensor.values', tensor: name, values: values.length, needed: count })
  // 16-bit floats are stored as their bits.
  const decode = dtype === 'float16' ? halfToNumber : dtype === 'bfloat16' ? bfloatToNumber : null
  return { kind: 'values', values: decode === null ? values : values.map(decode) }
}

/** The numbers of all pieces in one list of exactly their count: lists that grow take several times as much memory. */
function readVarints(chunks: readonly Uint8Array[], unsigned: boolean, name: string): number[] {
  const values = new Array<number>(chunks.reduce((sum, chunk) => sum + varintCount(chunk), 0))
  let next = 0
  for (const chunk of chunks) {
    const reader = protobuf.Reader.create(chunk)
    try {
      while (reader.pos < reader.len) {
        const byte = chunk[reader.pos] ?? 0
        if (byte < CONTINUED) reader.pos += 1
        values[next++] = byte < CONTINUED ? byte : Number(unsigned ? reader.uint64() : reader.int64())
      }
    } catch {
      invalid({ id: 'tensor.breaksOff', tensor: name })
    }
  }
  return values
}

/** All bytes of a number but its last have this bit. */
const CONTINUED = 0x80

function varintCount(chunk: Uint8Array): number {
  let count = 0
  for (const byte of chunk) if (byte < CONTINUED) count += 1
  return count
}

/** Data in a file of its own, which must lie in the model's folder. */
function external(file: OnnxFile, tensor: TensorProto, dtype: DataType, count: number, name: string): ConstantData {
  const entries = new Map((tensor.externalData ?? []).map(({ key, value }) => [key, value ?? '']))
  const location = entries.get('location') ?? ''
  const path = besideModel(file.path, location)
  if (path === null) return invalid({ id: 'tensor.outsideFolder', tensor: name, location })
  const byteLength = count * (ELEMENT_BYTES[dtype] ?? 0)
  const offset = Number(entries.get('offset') ?? 0)
  const length = Number(entries.get('length') ?? byteLength)
  if (!Number.isSafeInteger(offset) || offset < 0 || length !== byteLength) {
    invalid({ id: 'tensor.place', tensor: name })
  }
  return { kind: 'file', path, offset, byteLength }
}
