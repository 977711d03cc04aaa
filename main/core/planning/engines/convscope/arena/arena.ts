// SPDX-License-Identifier: Apache-2.0
import { liveBytes } from './live-bytes'
import { type ArenaBuffer, aligned } from './part'

/**
 * Places for buffers whose lifetimes are known, in one block. Buffers are placed one after the
 * other, each into the tightest gap among those already placed that are alive at the same time, or
 * behind them. In which order decides how well they fit, and no order is best for every model
 * (Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020): the few
 * below are tried, then improved by moving what sticks out to the front, until the block is no
 * larger than the most that is alive at once, which it can never be below.
 */

export interface Arena {
  /** By buffer, multiples of ARENA_ALIGNMENT. */
  readonly offsets: readonly number[]
  /** Size of the block. */
  readonly bytes: number
  /** The most that is alive at once: no block can be smaller. */
  readonly bound: number
}

/** Improvements that are tried, at most: so many, and no more than take this many comparisons of two parts. */
const ROUNDS = 150
const COMPARISONS = 2e9
/** Close enough to the bound to stop. */
const TOLERANCE = 1.002

export function assignOffsets(buffers: readonly ArenaBuffer[]): Arena {
  const steps = 1 + buffers.flat().reduce((last, part) => Math.max(last, part.last), -1)
  const live = liveBytes(buffers, steps)
  const bound = live.reduce((most, bytes) => Math.max(most, bytes), 0)
  let best: Placement | null = null
  for (const order of initialOrders(buffers, live)) {
    const placement = place(buffers, order, steps)
    if (best === null || placement.bytes < best.bytes) best = placement
    if (best.bytes <= bound) break
  }
  const placed = improve(buffers, best ?? { order: [], offsets: [], bytes: 0 }, bound, steps)
  return { offsets: placed.offsets, bytes: placed.bytes, bound }
}

interface Placement {
  readonly order: readonly number[]
  readonly offsets: readonly number[]
  readonly bytes: number
}

/**
 * Those alive when most is alive first ("greedy by breadth"), the largest, largest by time, earliest
 * and latest first; ties go to the earlier buffer.
 */
function initialOrders(buffers: readonly ArenaBuffer[], live: readonly number[]): readonly (readonly number[])[] {
  const figures = buffers.map((parts) => {
    const bytes = extent(parts)
    const first = parts.reduce((least, part) => Math.min(least, part.first), Number.POSITIVE_INFINITY)
    const last = parts.reduce((most, part) => Math.max(most, part.last), 0)
    const area = parts.reduce((sum, part) => sum + part.bytes * (1 + part.last - part.first), 0)
    const crowd = live.slice(first, last + 1).reduce((most, each) => Math.max(most, each), 0)
    return { bytes, first, last, area, crowd }
  })
  type Figures = (typeof figures)[number]
  const orders: ((a: Figures, b: Figures) => number)[] = [
    (a, b) => b.crowd - a.crowd || b.bytes - a.bytes || a.first - b.first,
    (a, b) => b.bytes - a.bytes || a.first - b.first,
    (a, b) => b.area - a.area || a.first - b.first,
    (a, b) => a.first - b.first || b.bytes - a.bytes,
    (a, b) => b.last - a.last || b.bytes - a.bytes,
  ]
  return orders.map((compare) =>
    [...figures.keys()].sort((i, j) => compare(figures[i] as Figures, figures[j] as Figures) || i - j),
  )
}

/**
 * Moves what reaches beyond the others (or something that lies below it) to an earlier place of the
 * order. Which, and where to, follows a fixed sequence of numbers: the same plan gives the same arena.
 */
function improve(buffers: readonly ArenaBuffer[], start: Placement, bound: number, steps: number): Placement {
  const next = sequence()
  let best = start
  let current = start
  const parts = buffers.reduce((sum, { length }) => sum + length, 0)
  const rounds = Math.min(ROUNDS, Math.floor(COMPARISONS / parts ** 2))
  for (let round = 0; round < rounds && best.bytes > TOLERANCE * bound; round++) {
    const { order, offsets, bytes } = current
    const top = order.filter((index) => (offsets[index] as number) + extent(buffers[index] as ArenaBuffer) === bytes)
    const candidates = next(3) === 0 ? order : top
    const moved = candidates[next(candidates.length)] as number
    const rest = order.filter((index) => index !== moved)
    rest.splice(next(1 + Math.max(0, order.indexOf(moved))), 0, moved)
    const attempt = place(buffers, rest, steps)
    if (attempt.bytes <= current.bytes) current = attempt
    if (attempt.bytes < best.bytes) best = attempt
  }
  return best
}

/** Numbers below `limit`, by a linear congruential generator (Numerical Recipes' constants). */
function sequence(): (limit: number) => number {
  let state = 1
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

function extent(parts: ArenaBuffer): number {
  return parts.reduce((end, part) => Math.max(end, part.offset + aligned(part.bytes)), 0)
}

interface PlacedPart {
  readonly begin: number
  readonly end: number
  readonly first: number
  readonly last: number
}

function place(buffers: readonly ArenaBuffer[], order: readonly number[], steps: number): Placement {
  const offsets = new Array<number>(buffers.length).fill(0)
  const placed = new PlacedParts(steps)
  let bytes = 0
  for (const index of order) {
    const parts = buffers[index] as ArenaBuffer
    if (parts.length === 0) continue
    const offset = tightestGap(placed, parts)
    offsets[index] = offset
    for (const part of parts) {
      const begin = offset + part.offset
      const end = begin + aligned(part.bytes)
      placed.add({ begin, end, first: part.first, last: part.last })
      bytes = Math.max(bytes, end)
    }
  }
  return { order, offsets, bytes }
}

/** So many stretches of steps. */
const STRETCHES = 256

/** By stretches of steps, so that few parts are looked at that are not alive meanwhile. */
class PlacedParts {
  private readonly stretches: PlacedPart[][] = []
  private readonly width: number

  constructor(steps: number) {
    this.width = Math.max(1, Math.ceil(steps / STRETCHES))
  }

  add(part: PlacedPart): void {
    for (let at = this.at(part.first); at <= this.at(part.last); at++) {
      const stretch = this.stretches[at]
      if (stretch === undefined) this.stretches[at] = [part]
      else stretch.push(part)
    }
  }

  /** Those alive at some step from `first` to `last`; one may be told more than once. */
  alive(first: number, last: number, tell: (part: PlacedPart) => void): void {
    for (let at = this.at(first); at <= this.at(last); at++) {
      for (const part of this.stretches[at] ?? []) if (part.last >= first && last >= part.first) tell(part)
    }
  }

  private at(step: number): number {
    return Math.floor(step / this.width)
  }
}

/** Where the buffer may begin so that none of its parts meets a placed one that is alive meanwhile. */
function tightestGap(placed: PlacedParts, parts: ArenaBuffer): number {
  // Open intervals in which it may not begin.
  const taken: (readonly [number, number])[] = []
  for (const part of parts) {
    const size = aligned(part.bytes)
    placed.alive(part.first, part.last, ({ begin, end }) => {
      taken.push([begin - part.offset - size, end - part.offset])
    })
  }
  taken.sort((a, b) => a[0] - b[0])
  let free = 0
  let best = -1
  let bestRoom = Number.POSITIVE_INFINITY
  for (const [from, to] of taken) {
    // It may begin anywhere from `free` to `from`.
    const room = from - free
    if (room >= 0 && room < bestRoom) {
      best = free
      bestRoom = room
    }
    free = Math.max(free, to)
  }
  return best >= 0 ? best : free
}
