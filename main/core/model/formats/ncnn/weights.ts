// SPDX-License-Identifier: Apache-2.0
import { closeSync, fstatSync, lstatSync, openSync, readSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Message } from '#messages/message'
import type { EncodedWeights } from '../../encoded-weights'
import type { ConstantData } from '../../graph'

/**
 * The weights file: arrays one after another, in the order in which the layers load them, without an index or sizes.
 * Each begins at a multiple of four bytes; some begin with a tag of four bytes (20260526: src/modelbin.cpp).
 */

const FLOAT_TAGS: ReadonlySet<number> = new Set([0, 0x0002c056])
const HALF_TAG = 0x01306b47
const INT8_TAG = 0x000d4b38
/** Any other tag: so many floats, then an index of a byte for every element. */
const TABLE_LENGTH = 256

/** Thrown where the file does not hold what the layers load. */
export class WeightsMisfit extends Error {
  constructor(readonly warning: Message) {
    super()
  }
}

export type StoredWeights =
  | { readonly kind: 'plain'; readonly dtype: 'float32' | 'float16'; readonly data: ConstantData }
  /** 8-bit integers, whose scales the layer loads after them. */
  | { readonly kind: 'int8'; readonly weights: EncodedWeights }

/** The file beside the parameters: of the same name, but for its end. */
export function weightsPath(paramPath: string): string {
  const name = basename(paramPath).replace(/\.param(\.bin)?$|\.[^.]*$/i, '')
  return join(dirname(paramPath), `${name}.bin`)
}

/** The parameters that a weights file belongs to. */
export function mainFiles(path: string): readonly string[] {
  const base = /^(.*)\.bin$/i.exec(path)?.[1]
  if (base === undefined || base.toLowerCase().endsWith('.param')) return []
  return [`${base}.param`, `${base}.param.bin`]
}

export class WeightsFile {
  readonly #descriptor: number
  readonly bytes: number
  #at = 0
  /** The layer that loaded something last. */
  #last = ''
  /** The first array with a tag that only files of old tools have, or files of other networks. */
  #suspect: { readonly layer: string; readonly byte: number } | undefined

  private constructor(
    readonly path: string,
    descriptor: number,
  ) {
    this.#descriptor = descriptor
    this.bytes = fstatSync(descriptor).size
  }

  /** `at`: where it can be read, in place of `path`. undefined where there is no regular file there. */
  static open(path: string, at = path): WeightsFile | undefined {
    try {
      return lstatSync(at).isFile() ? new WeightsFile(path, openSync(at, 'r')) : undefined
    } catch {
      return undefined
    }
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  /** `count` elements behind a tag. Throws WeightsMisfit. */
  loadTagged(layer: string, count: number): StoredWeights {
    const tag = this.#view(this.#take(layer, 4), 4).getUint32(0, true)
    if (FLOAT_TAGS.has(tag)) return this.loadFloats(layer, count)
    const { path } = this
    if (tag === HALF_TAG) {
      const data = { kind: 'file', path, offset: this.#take(layer, 2 * count), byteLength: 2 * count } as const
      return { kind: 'plain', dtype: 'float16', data }
    }
    if (tag === INT8_TAG) {
      const offset = this.#take(layer, count)
      return { kind: 'int8', weights: { kind: 'encoded', path, offset, byteLength: count, element: 'int8' } }
    }
    this.#suspect ??= { layer, byte: this.#at - 4 }
    const table = this.readFloats(this.#take(layer, 4 * TABLE_LENGTH), TABLE_LENGTH)
    const offset = this.#take(layer, count)
    const data = { kind: 'encoded', path, offset, byteLength: count, element: 'uint8', table } as const
    return { kind: 'plain', dtype: 'float32', data }
  }

  /** `count` floats without a tag. Throws WeightsMisfit. */
  loadFloats(layer: string, count: number): Extract<StoredWeights, { kind: 'plain' }> {
    const data = { kind: 'file', path: this.path, offset: this.#take(layer, 4 * count), byteLength: 4 * count } as const
    return { kind: 'plain', dtype: 'float32', data }
  }

  readFloats(offset: number, count: number): readonly number[] {
    const view = this.#view(offset, 4 * count)
    return Array.from({ length: count }, (_, i) => view.getFloat32(4 * i, true))
  }

  /** Begins again with the first layer. */
  rewind(): void {
    this.#at = 0
    this.#suspect = undefined
  }

  /**
   * What to tell once all layers have loaded theirs. Throws WeightsMisfit where the file is of another network, or,
   * if `strict`, where anything is left.
   */
  finish(strict: boolean): Message | undefined {
    const bytes = this.bytes - this.#at
    if (bytes === 0) return undefined
    if (strict || this.#suspect !== undefined) this.#misfit(this.#last, this.#at)
    return { id: 'warning.ncnnRest', file: basename(this.path), layer: this.#last, bytes }
  }

  /** Where `length` bytes begin, which end at the next multiple of four. */
  #take(layer: string, length: number): number {
    this.#last = layer
    const begin = this.#at
    const end = begin + 4 * Math.ceil(length / 4)
    if (end > this.bytes) this.#misfit(layer, begin)
    this.#at = end
    return begin
  }

  #misfit(layer: string, byte: number): never {
    const at = this.#suspect ?? { layer, byte }
    const ends = this.#suspect === undefined
    throw new WeightsMisfit({ id: 'warning.ncnnMisfit', file: basename(this.path), ...at, size: this.bytes, ends })
  }

  #view(offset: number, length: number): DataView {
    const bytes = new Uint8Array(length)
    readSync(this.#descriptor, bytes, 0, length, offset)
    return new DataView(bytes.buffer)
  }
}
