/**
 * Places for buffers whose lifetimes are known, in one block. Greedy by size (Pisarchyk and Lee,
 * "Efficient Memory Management for Deep Neural Net Inference", 2020): the largest buffer first,
 * each into the tightest gap among the already placed buffers that are alive at the same time,
 * or behind them. Never below the largest live set; in practice at or near it.
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

export function assignOffsets(buffers: readonly Lifetime[]): Arena {
  const order = buffers.map((_, index) => index)
  const at = (index: number) => buffers[index] as Lifetime
  order.sort((a, b) => at(b).bytes - at(a).bytes || at(a).first - at(b).first || a - b)

  const offsets = new Array<number>(buffers.length).fill(0)
  // Placed buffers in order of offset, so that gaps are found in one pass.
  const placed: Placed[] = []
  let bytes = 0
  for (const index of order) {
    const buffer = at(index)
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
