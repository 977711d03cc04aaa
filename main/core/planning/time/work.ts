// SPDX-License-Identifier: Apache-2.0

/** Bytes that are moved between the core and where they lie. */
export interface Traffic {
  /** Read and written together. */
  readonly bytes: number
  /** What is gone through before the same bytes come again: a cache that holds it has them. Infinity: nothing keeps them. */
  readonly within: number
}

/** What one inference of a layer takes, whichever machine does it; of all threads together. */
export interface Work {
  /** Floating-point operations of kernels that keep the arithmetic units busy, with what tiles are padded by. */
  readonly products: number
  /** Floating-point operations of loops that do little with what they load: transforms, sums, depthwise windows. */
  readonly loops: number
  /** What loops move: gathered, packed, transformed, written. */
  readonly copies: readonly Traffic[]
  /** What kernels read beside it: weights. */
  readonly weights: readonly Traffic[]
  /** How much of it the busiest thread has: 1 / threads where all have the same. */
  readonly busiest: number
  /** Operations in the time of one in float32: 2 in half precision. */
  readonly atOnce: number
}

const NOTHING: Work = { products: 0, loops: 0, copies: [], weights: [], busiest: 1, atOnce: 1 }

/** One after the other. */
export function together(works: readonly Work[]): Work {
  const all = works.reduce(
    (sum, { products, loops, copies, weights }) => ({
      products: sum.products + products,
      loops: sum.loops + loops,
      copies: [...sum.copies, ...copies],
      weights: [...sum.weights, ...weights],
      busiest: 1,
      atOnce: works[0]?.atOnce ?? 1,
    }),
    NOTHING,
  )
  const total = works.reduce((sum, each) => sum + arithmetic(each), 0)
  const busiest = works.reduce((sum, each) => sum + each.busiest * arithmetic(each), 0)
  return { ...all, busiest: total === 0 ? 1 : busiest / total }
}

function arithmetic({ products, loops }: Work): number {
  return products + loops
}
