// SPDX-License-Identifier: Apache-2.0
import type { EventStream } from '../event-stream'
import { RunFailure } from '../run-failure'

/** A tensor between stages. */
export interface Carry {
  readonly dims: readonly number[]
  /** Its elements, or the input of the model that has them. */
  readonly source: { readonly values: Float32Array } | { readonly input: number }
}

/** Tensors that stages hand on. What they take is told as activations while it is held. */
export class Carried {
  readonly #tensors = new Map<number, Carry>()

  constructor(
    private readonly events: EventStream,
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

  put(tensor: number, carry: Carry): void {
    this.drop(tensor)
    this.#tensors.set(tensor, carry)
    const bytes = bytesOf(carry)
    if (bytes > 0) this.events.hold('activations', bytes)
  }

  /** Gives back all that is not in `kept`. */
  keep(kept: ReadonlySet<number>): void {
    for (const tensor of [...this.#tensors.keys()]) if (!kept.has(tensor)) this.drop(tensor)
  }

  drop(tensor: number): void {
    const carry = this.#tensors.get(tensor)
    if (carry === undefined) return
    this.#tensors.delete(tensor)
    const bytes = bytesOf(carry)
    if (bytes > 0) this.events.free('activations', bytes)
  }
}

function bytesOf({ source }: Carry): number {
  return 'values' in source ? source.values.byteLength : 0
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
