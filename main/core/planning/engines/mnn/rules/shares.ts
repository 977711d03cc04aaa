// SPDX-License-Identifier: Apache-2.0
import { ceilDiv, f32, intDiv } from '../arithmetic'

/** By whom work is shared: a number of threads, and the cores that they run on. */
export interface Workers {
  readonly threads: number
  /** Cores of each cluster, fastest first; fewer than two clusters: all cores are alike. */
  readonly clusters: readonly number[]
}

/** Sizes of the parts of `size` indivisible units, in order; those that would be empty are left out. */
export type Share = (size: number, workers: Workers) => number[]

/** How Strassen’s work is shared out: by rows, or by blocks of output channels. */
export interface Shares {
  readonly rows: Share
  readonly channels: Share
}

/** As many units as fit for each thread, rounded up: the last parts get what is left, or nothing. */
const equally: Share = (size, { threads }) => cut(size, Array(threads).fill(ceilDiv(size, threads)))

/** 1.0.1: compute/Convolution1x1Strassen.cpp: channels are rounded down, and the last part takes the rest. */
export const EQUAL_SHARES: Shares = {
  rows: equally,
  channels: (size, { threads }) => {
    const parts = Math.min(threads, size)
    const each = intDiv(size, parts)
    return Array.from({ length: parts }, (_, part) => (part < parts - 1 ? each : size - part * each))
  },
}

/** What a cluster does in the time in which the next faster one does 1: the hint "little core decrease rate", 50 by default. */
const RATE = 0.5

/**
 * 2.9.3: rounded up, and from one cluster of cores to the next in proportion to speed. 2.9.3: cpu/CPUBackend.cpp
 * (computeDivideSizes), CPURuntime.cpp; 3.6.1 measured on clusters of 1 + 3 + 4, 4 + 4 and 2 + 6 cores.
 */
export const SHARES_BY_SPEED: Shares = { rows: bySpeed, channels: bySpeed }

export function bySpeed(size: number, workers: Workers): number[] {
  const { threads, clusters } = workers
  if (threads === 1 || clusters.length < 2) return equally(size, workers)
  let left = threads
  const groups = clusters.map((cores, cluster) => {
    // Threads beyond the cores are not told of: they are taken to run on the slowest.
    const count = cluster === clusters.length - 1 ? left : Math.min(left, cores)
    left -= count
    return { count, weight: f32(count * RATE ** cluster) }
  })
  // In single precision, as the engine does: parts of round numbers may get one more.
  const all = groups.reduce((sum, { weight }) => f32(sum + weight), 0)
  return cut(
    size,
    groups.flatMap(({ count, weight }) =>
      Array<number>(count).fill(count === 0 ? 0 : ceilDiv(Math.ceil(f32(size * f32(weight / all))), count)),
    ),
  )
}

function cut(size: number, wanted: readonly number[]): number[] {
  let left = size
  return wanted.flatMap((share) => {
    const part = Math.min(share, left)
    left -= part
    return part > 0 ? [part] : []
  })
}
