import type { DataType } from '#contract/model'

/** TensorProto.DataType; undefined for complex, 8-bit float and 4-bit types. */
const DATA_TYPES: readonly (DataType | undefined)[] = [
  undefined,
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  undefined,
  undefined,
  'bfloat16',
]

export function dataType(number: number): DataType | undefined {
  return DATA_TYPES[number]
}

export function dataTypeNumber(dtype: DataType): number {
  return DATA_TYPES.indexOf(dtype)
}
