// SPDX-License-Identifier: Apache-2.0
import type { Constant, Tensor } from './graph'

/** Constants by tensor id: those of the file, which stand in its tensors and nowhere else, and those that are computed. */
export class KnownConstants implements ReadonlyMap<number, Constant> {
  /** Computed ones. */
  readonly #own = new Map<number, Constant>()

  constructor(private readonly tensors: readonly Tensor[]) {}

  get size(): number {
    let count = 0
    for (const _ of this.keys()) count += 1
    return count
  }

  get(id: number): Constant | undefined {
    return this.#own.get(id) ?? this.tensors[id]?.constant
  }

  has(id: number): boolean {
    return this.get(id) !== undefined
  }

  set(id: number, constant: Constant): void {
    this.#own.set(id, constant)
  }

  /** Those of the file first. */
  *entries(): MapIterator<[number, Constant]> {
    for (const { id, constant } of this.tensors) if (constant !== undefined) yield [id, this.#own.get(id) ?? constant]
    for (const [id, constant] of this.#own) if (this.tensors[id]?.constant === undefined) yield [id, constant]
  }

  *keys(): MapIterator<number> {
    for (const [id] of this.entries()) yield id
  }

  *values(): MapIterator<Constant> {
    for (const [, constant] of this.entries()) yield constant
  }

  [Symbol.iterator](): MapIterator<[number, Constant]> {
    return this.entries()
  }

  forEach(visit: (constant: Constant, id: number, all: ReadonlyMap<number, Constant>) => void): void {
    for (const [id, constant] of this.entries()) visit(constant, id, this)
  }
}
