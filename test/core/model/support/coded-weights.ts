// SPDX-License-Identifier: Apache-2.0
import { randomNumbers } from './random-numbers'

export interface CodedLayer {
  readonly buffer: Uint8Array
  readonly scales: readonly number[]
  /** As float32: what the weights are worth. */
  readonly values: Float32Array
}

/** Most significant bit first. */
export function packBits(values: readonly number[], width: number): Uint8Array {
  const text = values.map((value) => value.toString(2).padStart(width, '0')).join('')
  const bytes = text.match(/.{1,8}/g) ?? []
  return Uint8Array.from(bytes, (byte) => Number.parseInt(byte.padEnd(8, '0'), 2))
}

/** Random weights of `dims`, written as MNN's converter does (coding 1, or 2 where sparse), symmetric scales. */
export function codedLayer(
  dims: readonly number[],
  bits: number,
  { linear, sparse }: { readonly linear: boolean; readonly sparse: boolean },
): CodedLayer {
  const random = randomNumbers(bits)
  const count = dims.reduce((a, b) => a * b, 1)
  const size = 2 ** bits
  const spread = linear ? 1 : Math.floor(256 / size)
  const palette = Array.from({ length: size }, (_, i) => (i - size / 2) * spread)
  const isStored = Array.from({ length: count }, () => !sparse || random() < 0.4)
  const indices = Array.from({ length: count }, () => Math.floor(random() * size))
  const scales = Array.from({ length: dims[0] ?? 1 }, () => Math.fround(0.01 + random()))
  const perChannel = count / (dims[0] ?? 1)
  const values = Float32Array.from(indices, (index, i) =>
    isStored[i] ? (palette[index] ?? 0) * (scales[Math.floor(i / perChannel)] ?? 0) : 0,
  )
  const head = [dims.length, ...dims.flatMap((dim) => [dim & 255, dim >> 8])]
  // The order in which a file lists its palette is of no consequence.
  const listed = [size & 255, ...[...palette].reverse().map((value) => value & 255)]
  const stored = indices.filter((_, i) => isStored[i])
  const packed = packBits(stored, bits)
  if (!sparse) return { buffer: Uint8Array.from([...head, ...listed, ...packed]), scales, values }
  const positions = isStored.flatMap((is, i) => (is ? [i] : []))
  const steps = positions.map((position, i) => position - (positions[i - 1] ?? 0))
  const n = stored.length
  const sparseHead = [...head, n & 255, n >> 8, 0, 0, 6, ...packBits(steps, 6)]
  return { buffer: Uint8Array.from([...sparseHead, ...listed, ...packed]), scales, values }
}
