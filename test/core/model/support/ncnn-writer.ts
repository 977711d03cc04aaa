// SPDX-License-Identifier: Apache-2.0

/** How weights lie in a file: behind a tag or without one. */
export type StoredAs = 'plain' | 'floats' | 'scaledFloats' | 'halves' | 'bytes' | 'table'

export interface Stored {
  readonly as: StoredAs
  readonly values: readonly number[]
}

const TAGS: Readonly<Record<StoredAs, number | undefined>> = {
  plain: undefined,
  floats: 0,
  scaledFloats: 0x0002c056,
  halves: 0x01306b47,
  bytes: 0x000d4b38,
  table: 1,
}

/** A weights file: arrays one after another, each filled up to four bytes. */
export function ncnnWeights(arrays: readonly Stored[]): Uint8Array {
  return Buffer.concat(arrays.map(({ as, values }) => Buffer.concat([tag(as), filled(encode(as, values))])))
}

function tag(as: StoredAs): Buffer {
  const number = TAGS[as]
  return number === undefined ? Buffer.alloc(0) : Buffer.from(Uint32Array.of(number).buffer)
}

function encode(as: StoredAs, values: readonly number[]): Buffer {
  if (as === 'halves') return Buffer.from(Uint16Array.from(values, half).buffer)
  if (as === 'bytes') return Buffer.from(Int8Array.from(values).buffer)
  if (as !== 'table') return Buffer.from(Float32Array.from(values).buffer)
  const table = [...new Set(values)]
  const floats = Float32Array.from({ length: 256 }, (_, i) => table[i] ?? 0)
  return Buffer.concat([Buffer.from(floats.buffer), Buffer.from(values.map((value) => table.indexOf(value)))])
}

function filled(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
}

/** Of a number that a half holds exactly and that is not below the smallest normal one. */
function half(value: number): number {
  if (value === 0) return 0
  const exponent = Math.floor(Math.log2(Math.abs(value)))
  const fraction = (Math.abs(value) / 2 ** exponent - 1) * 1024
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction
}

/** A text file of these layers: "Type name inputs>outputs parameters". */
export function ncnnText(layers: readonly string[]): string {
  const rows = layers.map((layer) => {
    const [type, name, blobs = '', ...parameters] = layer.split(' ')
    const [inputs = [], outputs = []] = blobs.split('>').map((list) => list.split(',').filter((blob) => blob !== ''))
    return {
      outputs,
      line: [type, name, inputs.length, outputs.length, ...inputs, ...outputs, ...parameters].join(' '),
    }
  })
  const blobs = new Set(rows.flatMap(({ outputs }) => outputs))
  return ['7767517', `${layers.length} ${blobs.size}`, ...rows.map(({ line }) => line), ''].join('\n')
}
