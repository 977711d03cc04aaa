// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import { decodeElements } from '../../decode-elements'
import { ELEMENT_BYTES, elementCount } from '../../element-count'
import type { Constant, ConstantData } from '../../graph'
import { isSmall } from '../../model-builder'
import { invalid, truncated } from '../../read-error'
import type { FlatTable, Range } from '../flatbuffers/flat-buffer'
import { readRecord } from '../flatbuffers/record'
import { blockwiseData, encodedData, INT4, isBlockwise, isScaled, scaledRange } from './encoded-tensors'
import { dataType, TENSOR_TYPE_NAMES } from './enums'
import { BUFFER, TENSOR } from './schema'
import type { FileTensor } from './tensor-orders'

export interface TfliteFile {
  readonly path: string
  readonly bytes: Uint8Array
  readonly buffers: readonly FlatTable[]
  /** Of the main graph. */
  readonly tensors: readonly FlatTable[]
}

const MAX_RANK = 32

/** A tensor of the main graph; those with data become constants, which stay in the file unless they are small. */
export function readTensor(file: TfliteFile, table: FlatTable, index: number): FileTensor {
  const record = readRecord(table, TENSOR)
  const name = record.name || `tensor ${index}`
  const dims = record.shape ?? []
  if (dims.length > MAX_RANK) invalid({ id: 'tensor.rank', tensor: name, rank: dims.length })
  const known = dataType(record.type)
  const scaled = isScaled(record)
  const data = bufferData(file, record.buffer, name)
  const common = {
    name,
    dims,
    signature: record.shapeSignature ?? dims,
    dtype: scaled ? 'float32' : (known ?? 'uint8'),
    scaled,
  } as const
  if (data === undefined) {
    // The state of a recurrent network begins at zero.
    const zero: Constant = { dims, data: { kind: 'fill', value: 0 } }
    const range = scaled ? scaledRange(record) : undefined
    return { ...common, constant: record.isVariable ? zero : undefined, ...(range && { range }) }
  }
  if (isBlockwise(record)) {
    const why = { id: 'unsupported.blockwise' } as const
    const blocks = blockwiseData(file, record, data, (tensor) => floatsOf(file, tensor))
    return { ...common, dtype: 'float32', constant: { dims, data: blocks ?? { kind: 'quantised', why } } }
  }
  if (known === undefined && record.type !== INT4) {
    elementCount(dims)
    const type = String(TENSOR_TYPE_NAMES[record.type] ?? record.type)
    const why = { id: 'unsupported.holds', type } as const
    return { ...common, constant: { dims, data: { kind: 'quantised', why } } }
  }
  if (known === 'string') {
    elementCount(dims)
    return {
      ...common,
      constant: { dims, data: { kind: 'quantised', why: { id: 'unsupported.holds', type: 'STRING' } } },
    }
  }
  const encoded = encodedData(file, record, data, known ?? 'int4', name)
  if (encoded === undefined) {
    return { ...common, constant: { dims, data: plainData(file, data, common.dtype, dims, name) } }
  }
  return { ...common, dtype: 'float32', constant: { dims, data: encoded } }
}

/** Elements of another tensor that is constant and of floating-point numbers. */
function floatsOf(file: TfliteFile, index: number): readonly number[] | undefined {
  const table = file.tensors[index]
  if (table === undefined) return undefined
  const { type, shape = [], buffer, name } = readRecord(table, TENSOR)
  const dtype = dataType(type)
  const data = bufferData(file, buffer, name ?? '')
  if (data === undefined || (dtype !== 'float16' && dtype !== 'float32')) return undefined
  const count = elementCount(shape)
  return data.count === count * ELEMENT_BYTES[dtype] ? decodeElements(file.bytes, dtype, data.offset, count) : undefined
}

/** undefined: the tensor is computed. */
function bufferData(file: TfliteFile, index: number, name: string): Range | undefined {
  // Buffer 0 is empty by convention.
  if (index === 0) return undefined
  const table =
    file.buffers[index] ?? invalid({ id: 'tensor.buffer', tensor: name, buffer: index, buffers: file.buffers.length })
  const { data, offset, size } = readRecord(table, BUFFER)
  if (data !== undefined && data.count > 0) return data
  if (offset <= 1) return undefined
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(size)) {
    invalid({ id: 'tensor.place', tensor: name })
  }
  if (offset + size > file.bytes.length) truncated({ id: 'tensor.beyondEnd', tensor: name })
  return { offset, count: size }
}

function plainData(
  file: TfliteFile,
  { offset, count: byteLength }: Range,
  dtype: DataType,
  dims: readonly number[],
  name: string,
): ConstantData {
  const count = elementCount(dims)
  const needed = count * (ELEMENT_BYTES[dtype] ?? 0)
  if (byteLength !== needed) invalid({ id: 'tensor.bytes', tensor: name, bytes: byteLength, needed })
  return isSmall(dtype, count)
    ? { kind: 'values', values: decodeElements(file.bytes, dtype, offset, count) }
    : { kind: 'file', path: file.path, offset, byteLength }
}
