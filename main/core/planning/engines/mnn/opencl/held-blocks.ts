// SPDX-License-Identifier: Apache-2.0
import type { GpuBlock, Ledger } from './pools'

/**
 * Buffers that products have been encoded over. An encoding refers to them until the same layer is encoded again, so that
 * the driver keeps them when their pool is emptied. 2.9.5|3.6.1: source/backend/opencl/execution/buffer/
 * StrassenMatmulOpenCLComputor.cpp, mStack.
 */
export class HeldBlocks {
  readonly #byNode = new Map<number, ReadonlySet<GpuBlock>>()
  readonly #encodings = new Map<GpuBlock, number>()
  readonly #withoutPool = new Set<GpuBlock>()

  constructor(readonly ledger: Ledger) {}

  /** Bytes of those that no pool has any more. */
  get strandedBytes(): number {
    return [...this.#withoutPool].reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** A pool gives `block` up: true where an encoding keeps it with the driver. */
  strand(block: GpuBlock): boolean {
    if (!this.#encodings.has(block)) return false
    this.#withoutPool.add(block)
    return true
  }

  /** The last encoding of a layer goes: what nothing else holds is given back. */
  letGo(node: number): void {
    for (const block of this.#byNode.get(node) ?? []) {
      const left = (this.#encodings.get(block) ?? 1) - 1
      if (left > 0) this.#encodings.set(block, left)
      else {
        this.#encodings.delete(block)
        if (this.#withoutPool.delete(block)) this.ledger.giveBack(block.bytes)
      }
    }
    this.#byNode.delete(node)
  }

  /** A layer's product is encoded over `blocks`; its last encoding has been let go. */
  encode(node: number, blocks: readonly GpuBlock[]): void {
    const own = new Set(blocks)
    this.#byNode.set(node, own)
    for (const block of own) this.#encodings.set(block, (this.#encodings.get(block) ?? 0) + 1)
  }
}
