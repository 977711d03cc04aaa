// SPDX-License-Identifier: Apache-2.0

/** FlexBuffers' numbers of types (google/flatbuffers, include/flatbuffers/flexbuffers.h). */
const TYPE = { int: 1, uint: 2, float: 3, map: 9, bool: 26 } as const

/** A file says how many entries its map has. */
const MOST_ENTRIES = 256

/**
 * The numbers and truths of a FlexBuffer whose root is a map, by their keys; others are left out. undefined where it is
 * none, or points outside itself.
 */
export function readFlexMap(bytes: Uint8Array): ReadonlyMap<string, number> | undefined {
  try {
    return readMap(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.length))
  } catch (error) {
    // What a view throws outside its bytes.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function readMap(bytes: Uint8Array, view: DataView): ReadonlyMap<string, number> | undefined {
  const [packed = 0, width = 0] = bytes.subarray(-2)
  if (packed >> 2 !== TYPE.map) return undefined
  const root = bytes.length - 2 - width
  const values = root - unsigned(view, root, width)
  const size = 1 << (packed & 3)
  const count = unsigned(view, values - size, size)
  if (count > MOST_ENTRIES) return undefined
  const keys = values - 3 * size - unsigned(view, values - 3 * size, size)
  const keySize = unsigned(view, values - 2 * size, size)
  const entries = Array.from({ length: count }, (_, i) => {
    const at = keys + i * keySize
    const type = view.getUint8(values + count * size + i) >> 2
    return [text(bytes, at - unsigned(view, at, keySize)), number(view, values + i * size, size, type)] as const
  })
  return new Map(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])))
}

function number(view: DataView, at: number, size: number, type: number): number | undefined {
  if (type === TYPE.uint || type === TYPE.bool) return unsigned(view, at, size)
  if (type === TYPE.int) return Number(BigInt.asIntN(8 * size, BigInt(unsigned(view, at, size))))
  if (type !== TYPE.float) return undefined
  return size === 8 ? view.getFloat64(at, true) : size === 4 ? view.getFloat32(at, true) : undefined
}

function unsigned(view: DataView, at: number, size: number): number {
  switch (size) {
    case 1:
      return view.getUint8(at)
    case 2:
      return view.getUint16(at, true)
    case 4:
      return view.getUint32(at, true)
    case 8:
      return Number(view.getBigUint64(at, true))
    default:
      throw new RangeError('No width of a number.')
  }
}

/** Up to the zero that ends it. */
function text(bytes: Uint8Array, at: number): string {
  const end = at < 0 ? -1 : bytes.indexOf(0, at)
  if (end < 0) throw new RangeError('A key without an end.')
  return new TextDecoder().decode(bytes.subarray(at, end))
}
