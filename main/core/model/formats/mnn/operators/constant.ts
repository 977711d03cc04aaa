// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import { decodeElements } from '#core/model/decode-elements'
import { ELEMENT_BYTES, elementCount } from '#core/model/element-count'
import type { Constant } from '#core/model/graph'
import { isSmall } from '#core/model/model-builder'
import { invalid } from '#core/model/read-error'
import type { Range } from '../../flatbuffers/flat-buffer'
import { type RecordOf, readRecord } from '../../flatbuffers/record'
import type { MnnOp } from '../context'
import { DATA_TYPE_NAMES, dataType } from '../enums'
import { BLOB } from '../schema'
import { externalParts } from '../weights'

const MAX_RANK = 32

/** A Const op becomes the value of its output tensor. */
export function readBlob(op: MnnOp): { readonly dtype: DataType; readonly constant: Constant } {
  const blob = readRecord(op.main, BLOB)
  const dtype = dataType(blob.dataType)
  const dims = blob.dims ?? []
  if (dims.length > MAX_RANK) invalid({ id: 'tensor.rank', tensor: op.name, rank: dims.length }, op.name)
  const count = elementCount(dims, op.name)
  const bytesPerElement = dtype === undefined ? null : ELEMENT_BYTES[dtype]
  if (dtype === undefined || bytesPerElement === null) {
    const type = String(DATA_TYPE_NAMES[blob.dataType] ?? blob.dataType)
    const why = { id: 'unsupported.holds', type } as const
    return { dtype: 'string', constant: { dims, data: { kind: 'quantised', why } } }
  }
  const range = elements(blob, dtype)
  const byteLength = count * bytesPerElement
  const outside = externalParts(op, blob.external)[0]
  if (range === undefined || range.count === 0) {
    if (outside !== undefined && outside.byteLength === byteLength) {
      return { dtype, constant: { dims, data: { kind: 'file', path: op.weightsPath, ...outside } } }
    }
    if (count === 0) return { dtype, constant: { dims, data: { kind: 'values', values: [] } } }
    invalid({ id: 'tensor.noData', tensor: op.name }, op.name)
  }
  // MNN reads what the shape needs of a longer list.
  if (range.byteLength < byteLength) {
    invalid({ id: 'tensor.bytes', tensor: op.name, bytes: range.byteLength, needed: byteLength }, op.name)
  }
  const data = isSmall(dtype, count)
    ? ({ kind: 'values', values: decodeElements(op.file.bytes, dtype, range.offset, count) } as const)
    : ({ kind: 'file', path: op.file.path, offset: range.offset, byteLength } as const)
  return { dtype, constant: { dims, data } }
}

/** The one list that matches the data type; anything that is not listed lies in the raw bytes. */
function elements(blob: RecordOf<typeof BLOB>, dtype: DataType): (Range & { readonly byteLength: number }) | undefined {
  const sized = (range: Range | undefined, bytes: number) =>
    range === undefined ? undefined : { ...range, byteLength: range.count * bytes }
  switch (dtype) {
    case 'float32':
      return sized(blob.float32s, 4)
    case 'int32':
      return sized(blob.int32s, 4)
    case 'int64':
      return sized(blob.int64s, 8)
    case 'int8':
      return sized(blob.int8s, 1)
    default:
      return sized(blob.uint8s, 1)
  }
}
