// SPDX-License-Identifier: Apache-2.0
import type { EventStream } from '../event-stream'
import { RunFailure } from '../run-failure'

/** A tensor between stages. */
export interface Carry {
  readonly dims: readonly number[]
  /** Its elements, or the input of the model that has them. */
  readonly source: { readonly values: Float32Array } | { readonly input: number }
}

/** What this side holds of tensors, told as activations. Several tensors may have the same elements. */
export class Held {
  readonly #holders = new Map<Float32Array, number>()

  constructor(private readonly events: EventStream) {}

  hold({ source }: Carry): void {
    if (!('values' in source)) return
    const holders = this.#holders.get(source.values) ?? 0
    this.#holders.set(source.values, holders + 1)
    if (holders === 0) this.events.hold('activations', source.values.byteLength)
  }

  free({ source }: Carry): void {
    if (!('values' in source)) return
    const holders = (this.#holders.get(source.values) ?? 0) - 1
    if (holders > 0) {
      this.#holders.set(source.values, holders)
      return
    }
    this.#holders.delete(source.values)
    this.events.free('activations', source.values.byteLength)
  }
}

/** Tensors that stages hand on. */
export class Carried {
  readonly #tensors = new Map<number, Carry>()

  constructor(
    private readonly held: Held,
    /** What is there too, and held by someone else. */
    private readonly outer: Pick<Carried, 'get' | 'dims'> | null = null,
  ) {}

  get(tensor: number): Carry | undefined {
    return this.#tensors.get(tensor) ?? this.outer?.get(tensor)
  }

  /** Of everything that is there. */
  dims(): ReadonlyMap<number, readonly number[]> {
    const dims = new Map(this.outer?.dims())
    for (const [tensor, carry] of this.#tensors) dims.set(tensor, carry.dims)
    return dims
  }

  /** A tensor that is left out (-1) is not kept. */
  put(tensor: number, carry: Carry): void {
    if (tensor < 0) return
    this.held.hold(carry)
    this.drop(tensor)
    this.#tensors.set(tensor, carry)
  }

  /** Gives back all that is not in `kept`. */
  keep(kept: ReadonlySet<number>): void {
    for (const tensor of [...this.#tensors.keys()]) if (!kept.has(tensor)) this.drop(tensor)
  }

  clear(): void {
    this.keep(new Set())
  }

  private drop(tensor: number): void {
    const carry = this.#tensors.get(tensor)
    if (carry === undefined) return
    this.#tensors.delete(tensor)
    this.held.free(carry)
  }
}

/** Room for elements; fails as the engine does where the system has none. */
export function floats(count: number): Float32Array {
  try {
    return new Float32Array(count)
  } catch {
    throw new RunFailure({
      code: 'engine/out-of-memory',
      message: { id: 'problem.engine.noMemory' },
      hint: { id: 'hint.lessMemory' },
    })
  }
}
