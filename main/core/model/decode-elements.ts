// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'

/** Numbers of `count` little-endian elements from byte `offset`; 64-bit integers become doubles. */
export function decodeElements(bytes: Uint8Array, dtype: DataType, offset: number, count: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const read = READERS[dtype]
  // A tenth of the time and of the memory of Array.from.
  const elements = new Array<number>(count)
  for (let i = 0; i < count; i++) elements[i] = read(view, offset, i)
  return elements
}

type Reader = (view: DataView, offset: number, index: number) => number

const READERS: { readonly [dtype in DataType]: Reader } = {
  float64: (view, at, i) => view.getFloat64(at + 8 * i, true),
  float32: (view, at, i) => view.getFloat32(at + 4 * i, true),
  float16: (view, at, i) => halfToNumber(view.getUint16(at + 2 * i, true)),
  bfloat16: (view, at, i) => bfloatToNumber(view.getUint16(at + 2 * i, true)),
  int64: (view, at, i) => Number(view.getBigInt64(at + 8 * i, true)),
  int32: (view, at, i) => view.getInt32(at + 4 * i, true),
  int16: (view, at, i) => view.getInt16(at + 2 * i, true),
  int8: (view, at, i) => view.getInt8(at + i),
  uint64: (view, at, i) => Number(view.getBigUint64(at + 8 * i, true)),
  uint32: (view, at, i) => view.getUint32(at + 4 * i, true),
  uint16: (view, at, i) => view.getUint16(at + 2 * i, true),
  uint8: (view, at, i) => view.getUint8(at + i),
  bool: (view, at, i) => (view.getUint8(at + i) === 0 ? 0 : 1),
  string: () => Number.NaN,
}

/** IEEE 754 binary16. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** The upper half of a float32. */
export function bfloatToNumber(bits: number): number {
  return new Float32Array(new Uint32Array([bits << 16]).buffer)[0] as number
}
