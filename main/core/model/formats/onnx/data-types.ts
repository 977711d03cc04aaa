// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import { DATA_TYPES } from '../../element-count'

/** Names by number of TensorProto.DataType; after these come 8-bit floats and 4-bit types. */
const NAMES = (
  'undefined float32 uint8 int8 uint16 int16 int32 int64 string bool float16 float64 uint32 uint64 ' +
  'complex64 complex128 bfloat16'
).split(' ')

/** undefined for types that tensors of this program cannot have. */
export function dataType(number: number): DataType | undefined {
  return DATA_TYPES.find((dtype) => dtype === NAMES[number])
}

export function dataTypeNumber(dtype: DataType): number {
  return NAMES.indexOf(dtype)
}
