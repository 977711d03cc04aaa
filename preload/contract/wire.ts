// SPDX-License-Identifier: Apache-2.0
/**
 * Messages as bytes, for hosts that reach the page over a socket: what structured cloning does inside
 * Electron. A frame is the length of its head (uint32, little-endian), the head (JSON, UTF-8), and the
 * bytes of typed arrays, each at a multiple of 8. Plain data only: objects, arrays, strings, numbers
 * (NaN and infinities included), booleans, null and the typed arrays below. Members that are undefined
 * are left out.
 */

const ARRAYS = { Uint8Array, Int32Array, Float32Array, Float64Array } as const
type ArrayName = keyof typeof ARRAYS
type Bytes = InstanceType<(typeof ARRAYS)[ArrayName]>

/** Marks what JSON has no word for; keys of data that begin with it get one more. */
const MARK = '$'
const ALIGNMENT = 8

const NUMBERS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
  '-0': -0,
}

export function encodeFrame(message: unknown): Uint8Array<ArrayBuffer> {
  const parts: { readonly at: number; readonly bytes: Uint8Array }[] = []
  let end = 0
  const packed = pack(message, (array) => {
    const at = end
    parts.push({ at, bytes: new Uint8Array(array.buffer, array.byteOffset, array.byteLength) })
    end = aligned(at + array.byteLength)
    return at
  })
  const head = new TextEncoder().encode(JSON.stringify(packed))
  const start = aligned(4 + head.length)
  const frame = new Uint8Array(start + end)
  new DataView(frame.buffer).setUint32(0, head.length, true)
  frame.set(head, 4)
  for (const { at, bytes } of parts) frame.set(bytes, start + at)
  return frame
}

/**
 * Throws an Error for bytes that encodeFrame did not make, and for a head of more than `mostValues` values: in memory each
 * takes up to fifty times its bytes. Arrays take no more memory than the frame, since each has bytes of its own there.
 */
export function decodeFrame(frame: Uint8Array, mostValues = Number.POSITIVE_INFINITY): unknown {
  if (frame.length < 4) throw new Error('the frame has no head')
  const length = new DataView(frame.buffer, frame.byteOffset, 4).getUint32(0, true)
  if (length > frame.length - 4) throw new Error('the frame ends within its head')
  const text = frame.subarray(4, 4 + length)
  if (valuesAtMost(text) > mostValues) throw new Error('the head of the frame has too many values')
  const head: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text))
  return unpack(head, createBody(frame.subarray(Math.min(frame.length, aligned(4 + length)))))
}

/** How many values JSON text can have at most: one behind every bracket, comma and colon outside of strings. */
function valuesAtMost(json: Uint8Array): number {
  let count = 1
  let inString = false
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]
    if (byte === CODE.quote) inString = !inString
    else if (inString) at += byte === CODE.backslash ? 1 : 0
    else if (byte === CODE.comma || byte === CODE.colon || byte === CODE.bracket || byte === CODE.brace) count += 1
  }
  return count
}

const CODE = { quote: 0x22, comma: 0x2c, colon: 0x3a, bracket: 0x5b, backslash: 0x5c, brace: 0x7b } as const

/** The bytes of arrays, handed out once each. */
interface Body {
  /** A copy: the frame need not be aligned, and nobody keeps the whole of it for the sake of a part. */
  take(from: number, bytes: number): ArrayBuffer
}

function createBody(bytes: Uint8Array): Body {
  let left = bytes.length
  return {
    take(from, size) {
      if (from + size > bytes.length) throw new Error('the frame ends within an array')
      left -= size
      if (left < 0) throw new Error('arrays of the frame share their bytes')
      // Not by slice, which of a Node Buffer is no copy.
      const copy = new Uint8Array(size)
      copy.set(bytes.subarray(from, from + size))
      return copy.buffer
    },
  }
}

function aligned(offset: number): number {
  return Math.ceil(offset / ALIGNMENT) * ALIGNMENT
}

function pack(value: unknown, place: (array: Bytes) => number): unknown {
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { [MARK]: ['number', Object.is(value, -0) ? '-0' : String(value)] }
  }
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => pack(item ?? null, place))
  if (typeof value !== 'object') throw new Error(`a ${typeof value} cannot be sent`)
  const name = arrayName(value)
  if (name !== null) return { [MARK]: [name, place(value as Bytes), (value as Bytes).length] }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([key, member]) => [key.startsWith(MARK) ? MARK + key : key, pack(member, place)]),
  )
}

function arrayName(value: object): ArrayName | null {
  for (const name of Object.keys(ARRAYS) as ArrayName[]) if (value instanceof ARRAYS[name]) return name
  if (ArrayBuffer.isView(value)) throw new Error(`a ${value.constructor.name} cannot be sent`)
  return null
}

function unpack(value: unknown, body: Body): unknown {
  if (Array.isArray(value)) return value.map((item) => unpack(item, body))
  if (typeof value !== 'object' || value === null) return value
  if (Object.hasOwn(value, MARK)) return marked((value as Record<string, unknown>)[MARK], body)
  // fromEntries defines members, so that "__proto__" is a member like any other.
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.startsWith(MARK) ? key.slice(1) : key, unpack(member, body)]),
  )
}

function marked(mark: unknown, body: Body): unknown {
  const [name, first, length] = Array.isArray(mark) ? (mark as unknown[]) : []
  if (name === 'number' && typeof first === 'string' && Object.hasOwn(NUMBERS, first)) return NUMBERS[first]
  if (typeof name !== 'string' || !Object.hasOwn(ARRAYS, name)) throw new Error('the frame has an unknown mark')
  const Kind = ARRAYS[name as ArrayName]
  if (!isCount(first) || !isCount(length)) throw new Error('an array of the frame has no place')
  return new Kind(body.take(first, length * Kind.BYTES_PER_ELEMENT))
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
