// SPDX-License-Identifier: Apache-2.0
import { CodingError } from './coding-error'
import { halfToNumber } from './decode-elements'

/**
 * Weights as an MNN file stores them quantised (IDSTQuan): integers in one of three codings, with
 * scales, for the float32 values that the network computes with. 3.6.1: source/core/ConvolutionCommon.cpp.
 */
export interface CodedWeights {
  readonly kind: 'coded'
  /**
   * palette: indices of `bits` each into a list of int8 values. sparsePalette: the same for some
   * elements, found by steps. int8: plain.
   */
  readonly coding: 'palette' | 'sparsePalette' | 'int8'
  /** Of an integer as it is stored, 1..8. */
  readonly bits: number
  /** The integers are all those from −2^(bits − 1) on, not a choice of values. */
  readonly linear: boolean
  readonly path: string
  readonly offset: number
  readonly byteLength: number
  /** float32, or float16 where `half`; pairs of minimum and scale where `asymmetric`. */
  readonly scales: { readonly path: string; readonly offset: number; readonly count: number; readonly half: boolean }
  readonly asymmetric: boolean
  /** What the smallest integer is, for asymmetric scales: value = (q − smallest) · scale + minimum. */
  readonly smallest: number
  /** All scales and minima are multiplied by it. */
  readonly factor: number
  /** Dimensions in the codings' head are 32-bit, else 16-bit. */
  readonly wideDims: boolean
}

/** Bytes in the file: integers and scales. */
export function storedBytes(weights: CodedWeights): number {
  return weights.byteLength + scaleBytes(weights)
}

export function scaleBytes({ scales }: CodedWeights): number {
  return scales.count * (scales.half ? 2 : 4)
}

/** Throws a CodingError where the bytes are not what they should be. */
export function expandWeights(
  weights: CodedWeights,
  count: number,
  bytes: Uint8Array,
  scaleBytes: Uint8Array,
): Float32Array {
  const scales = readScales(weights, scaleBytes)
  const perPart = weights.asymmetric ? 2 : 1
  const parts = scales.length / perPart
  if (!Number.isInteger(parts) || parts < 1 || count % parts !== 0) {
    throw new CodingError({ id: 'coding.scales', scales: scales.length, values: count })
  }
  const integers = readIntegers(weights, count, bytes, scales)
  const values = new Float32Array(count)
  const size = count / parts
  for (let part = 0; part < parts; part++) {
    const scale = scales[part * perPart + perPart - 1] as number
    const minimum = weights.asymmetric
      ? Math.fround((scales[2 * part] as number) - Math.fround(weights.smallest * scale))
      : 0
    for (let i = part * size; i < (part + 1) * size; i++) {
      values[i] = Math.fround((integers[i] as number) * scale) + minimum
    }
  }
  return values
}

/** With the factor applied, as float32. */
function readScales({ scales, factor }: CodedWeights, bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const read = (i: number) => (scales.half ? halfToNumber(view.getUint16(2 * i, true)) : view.getFloat32(4 * i, true))
  return Float32Array.from({ length: scales.count }, (_, i) => read(i) * factor)
}

function readIntegers(weights: CodedWeights, count: number, bytes: Uint8Array, scales: Float32Array): Int8Array {
  if (weights.coding === 'int8') {
    if (bytes.byteLength !== count)
      throw new CodingError({ id: 'coding.bytes', bytes: bytes.byteLength, values: count })
    return new Int8Array(bytes.buffer, bytes.byteOffset, count)
  }
  const source = new ByteSource(bytes)
  const stored = readDims(source, weights.wideDims).reduce((product, length) => product * length, 1)
  if (stored !== count) throw new CodingError({ id: 'coding.count', stored, needed: count })
  return weights.coding === 'palette' ? readPalette(source, count) : readSparse(source, count, weights, scales)
}

function readPalette(source: ByteSource, count: number): Int8Array {
  const palette = readValues(source)
  const indices = source.bits(bitsFor(palette.length), count)
  return Int8Array.from(indices, (index) => valueAt(palette, index))
}

/** Elements between the stored ones are zero: for asymmetric scales, the integer that stands for it. */
function readSparse(source: ByteSource, count: number, weights: CodedWeights, scales: Float32Array): Int8Array {
  const stored = source.uint(4)
  const steps = source.bits(source.uint(1), stored)
  const palette = readValues(source)
  const bits = bitsFor(palette.length)
  const indices = source.bits(bits, stored)
  const integers = new Int8Array(count)
  if (weights.asymmetric) fillZeroPoints(integers, scales, weights, bits)
  let position = 0
  for (let i = 0; i < stored; i++) {
    position += steps[i] as number
    if (position >= count) throw new CodingError({ id: 'coding.positionBeyondEnd' })
    integers[position] = valueAt(palette, indices[i] as number)
  }
  return integers
}

function fillZeroPoints(integers: Int8Array, scales: Float32Array, weights: CodedWeights, bits: number): void {
  const channels = scales.length / 2
  const size = integers.length / channels
  const lowest = -(2 ** (bits - 1))
  for (let channel = 0; channel < channels; channel++) {
    const minimum = (scales[2 * channel] as number) / weights.factor
    const scale = (scales[2 * channel + 1] as number) / weights.factor
    const zero = scale > 1e-6 ? Math.round(-minimum / scale) + lowest : lowest
    integers.fill(zero, channel * size, (channel + 1) * size)
  }
}

function readDims(source: ByteSource, wide: boolean): number[] {
  const rank = source.uint(1)
  if (rank < 1 || rank > 4) throw new CodingError({ id: 'coding.rank', rank })
  return Array.from({ length: rank }, () => source.uint(wide ? 4 : 2))
}

/** Ascending. A count of 0 stands for 256. */
function readValues(source: ByteSource): Int8Array {
  return Int8Array.from(source.take(source.uint(1) || 256)).sort()
}

/** What the head of a buffer says. Throws as expandWeights does. */
export function paletteOf(
  bytes: Uint8Array,
  coding: 'palette' | 'sparsePalette',
  wideDims: boolean,
): Pick<CodedWeights, 'bits' | 'linear'> {
  const source = new ByteSource(bytes)
  readDims(source, wideDims)
  if (coding === 'sparsePalette') {
    const stored = source.uint(4)
    source.take(Math.ceil((source.uint(1) * stored) / 8))
  }
  const palette = readValues(source)
  const bits = bitsFor(palette.length)
  const lowest = -(2 ** (bits - 1))
  const linear = palette.length === 2 ** bits && palette.every((value, index) => value === lowest + index)
  return { bits, linear }
}

/** Bits of an index into `length` values. */
function bitsFor(length: number): number {
  return Math.max(1, Math.ceil(Math.log2(length)))
}

function valueAt(palette: Int8Array, index: number): number {
  const value = palette[index]
  if (value === undefined) throw new CodingError({ id: 'coding.palette', index, size: palette.length })
  return value
}

class ByteSource {
  #at = 0

  constructor(readonly bytes: Uint8Array) {}

  take(length: number): Uint8Array {
    if (this.#at + length > this.bytes.byteLength) throw new CodingError({ id: 'coding.cutOff' })
    this.#at += length
    return this.bytes.subarray(this.#at - length, this.#at)
  }

  /** Little-endian. */
  uint(length: 1 | 2 | 4): number {
    return this.take(length).reduceRight((value, byte) => value * 256 + byte, 0)
  }

  /** `count` numbers of `width` bits, most significant bit first across bytes. */
  bits(width: number, count: number): Uint8Array {
    if (width > 8) throw new CodingError({ id: 'coding.bits', bits: width })
    const packed = this.take(Math.ceil((width * count) / 8))
    const values = new Uint8Array(count)
    const mask = 2 ** width - 1
    for (let i = 0, bit = 0; i < count; i++, bit += width) {
      const byte = bit >> 3
      const pair = ((packed[byte] ?? 0) << 8) | (packed[byte + 1] ?? 0)
      values[i] = (pair >> (16 - width - (bit & 7))) & mask
    }
    return values
  }
}
