// SPDX-License-Identifier: Apache-2.0
import type { Algorithm } from '#contract/plan'
import type { SessionGraph } from './dynamic-sizing'

/**
 * What a session's many small objects take of the heap beside its pools: tensors with their
 * descriptions, commands, executors, names. All of them come with tensors, so that they are counted
 * by those; the figures were measured, by recording every allocation of 2.8.1 and 3.6.1 over ten
 * networks of 30 to 600 operations (within 10 % of each).
 */
const BYTES_PER_TENSOR = 1080
const BYTES_PER_SESSION = 75_000
/** Every thread of a Strassen layer has functions and buffers of its own. */
const BYTES_PER_STRASSEN_PART = 800
/** Of a thread beside the first, stack and what the C library keeps for it; once, code that only threads need. */
const BYTES_PER_THREAD = 16 * 1024
const THREADING_BYTES = 64 * 1024

/** Tensors that an executor has for itself: packed weights and bias, and where it needs them workspaces and transforms. */
const OWN_TENSORS = 2
const MORE_TENSORS: ReadonlyMap<Algorithm, number> = new Map([
  ['winograd', 5],
  ['depthwise-3x3', 1],
])

/** Heap and stacks, in bytes. */
export function objectBytes({ tensors, executors }: SessionGraph, threads: number): number {
  let all = tensors.size
  let parts = 0
  for (const executor of executors.values()) {
    const { executor: each, groups } = executor.inner ?? { executor, groups: 1 }
    all += groups * (OWN_TENSORS + (MORE_TENSORS.get(each.algorithm) ?? 0))
    if (each.algorithm === 'strassen-1x1') parts += groups * (threads - 1)
  }
  const stacks = threads > 1 ? THREADING_BYTES + (threads - 1) * BYTES_PER_THREAD : 0
  return BYTES_PER_SESSION + all * BYTES_PER_TENSOR + parts * BYTES_PER_STRASSEN_PART + stacks
}
