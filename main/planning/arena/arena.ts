/**
 * Places for buffers whose lifetimes are known, in one block. Buffers are placed one after the
 * other, each into the tightest gap among those already placed that are alive at the same time, or
 * behind them. In which order decides how well they fit, and no order is best for every model
 * (Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020): the few
 * below are tried and the smallest block wins. It is never below the largest live set, and for
 * most networks no larger.
 */

/** Bytes to which every offset and size is rounded up: a cache line, and the engine's alignment. */
export const ARENA_ALIGNMENT = 64

/** Alive from step `first` to step `last`, both included. */
export interface Lifetime {
  readonly bytes: number
  readonly first: number
  readonly last: number
}

export interface Arena {
  /** By buffer, multiples of ARENA_ALIGNMENT. */
  readonly offsets: readonly number[]
  /** Size of the block. */
  readonly bytes: number
}

export function aligned(bytes: number): number {
  return Math.ceil(bytes / ARENA_ALIGNMENT) * ARENA_ALIGNMENT
}

type Order = (a: Lifetime, b: Lifetime) => number

const bySize: Order = (a, b) => b.bytes - a.bytes
const byStart: Order = (a, b) => a.first - b.first
const byEnd: Order = (a, b) => b.last - a.last
const byArea: Order = (a, b) => b.bytes * (1 + b.last - b.first) - a.bytes * (1 + a.last - a.first)

/** Ties within an order go to the earlier buffer. */
const ORDERS: readonly Order[] = [
  (a, b) => bySize(a, b) || byStart(a, b),
  (a, b) => byArea(a, b) || byStart(a, b),
  (a, b) => byStart(a, b) || bySize(a, b),
  (a, b) => byEnd(a, b) || bySize(a, b),
]

export function assignOffsets(buffers: readonly Lifetime[]): Arena {
  const [first, ...rest] = ORDERS.map((order) => place(buffers, order)) as [Arena, ...Arena[]]
  return rest.reduce((best, arena) => (arena.bytes < best.bytes ? arena : best), first)
}

function place(buffers: readonly Lifetime[], compare: Order): Arena {
  const order = [...buffers.entries()].sort(([i, a], [j, b]) => compare(a, b) || i - j)
  const offsets = new Array<number>(buffers.length).fill(0)
  // Placed buffers in order of offset, so that gaps are found in one pass.
  const placed: Placed[] = []
  let bytes = 0
  for (const [index, buffer] of order) {
    const size = aligned(buffer.bytes)
    const offset = tightestGap(placed, buffer, size)
    offsets[index] = offset
    insertByOffset(placed, { ...buffer, offset, end: offset + size })
    bytes = Math.max(bytes, offset + size)
  }
  return { offsets, bytes }
}

/** Bytes alive (rounded up to the alignment) at each of `steps` steps. */
export function liveBytes(buffers: readonly Lifetime[], steps: number): readonly number[] {
  const change = new Array<number>(steps + 1).fill(0)
  for (const { bytes, first, last } of buffers) {
    const begin = Math.max(0, first)
    const end = Math.min(steps, last + 1)
    if (begin >= end) continue
    change[begin] = (change[begin] ?? 0) + aligned(bytes)
    change[end] = (change[end] ?? 0) - aligned(bytes)
  }
  let live = 0
  return change.slice(0, steps).map((delta) => {
    live += delta
    return live
  })
}

interface Placed extends Lifetime {
  readonly offset: number
  readonly end: number
}

function tightestGap(placed: readonly Placed[], buffer: Lifetime, size: number): number {
  let end = 0
  let best = -1
  let bestGap = Number.POSITIVE_INFINITY
  for (const other of placed) {
    if (other.last < buffer.first || buffer.last < other.first) continue
    const gap = other.offset - end
    if (gap >= size && gap < bestGap) {
      best = end
      bestGap = gap
    }
    end = Math.max(end, other.end)
  }
  return best >= 0 ? best : end
}

function insertByOffset(placed: Placed[], item: Placed): void {
  let low = 0
  let high = placed.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((placed[middle] as Placed).offset <= item.offset) low = middle + 1
    else high = middle
  }
  placed.splice(low, 0, item)
}
