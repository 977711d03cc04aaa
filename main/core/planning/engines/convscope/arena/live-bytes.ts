// SPDX-License-Identifier: Apache-2.0
import { type ArenaBuffer, aligned, type Part } from './part'

/** Bytes alive (rounded up to the alignment) at each of `steps` steps; parts that share bytes count once. */
export function liveBytes(buffers: readonly ArenaBuffer[], steps: number): readonly number[] {
  const live = new Array<number>(steps).fill(0)
  const add = (step: number, bytes: number) => {
    live[step] = (live[step] ?? 0) + bytes
  }
  for (const parts of buffers) {
    const [only] = parts
    if (only === undefined) continue
    if (parts.length > 1) addUnion(parts, steps, add)
    else {
      const bytes = aligned(only.bytes)
      for (let step = Math.max(0, only.first); step <= Math.min(only.last, steps - 1); step++) add(step, bytes)
    }
  }
  return live
}

/** Tells the length of the union of those parts that are alive at each step. */
function addUnion(parts: readonly Part[], steps: number, add: (step: number, bytes: number) => void): void {
  const waiting = [...parts].sort((a, b) => b.first - a.first)
  let alive: readonly Part[] = []
  let [bytes, until] = [0, -1]
  for (let step = Math.max(0, waiting.at(-1)?.first ?? 0); step < steps; step++) {
    const fresh: Part[] = []
    for (let next = waiting.at(-1); next !== undefined && next.first <= step; next = waiting.at(-1)) {
      fresh.push(next)
      waiting.pop()
    }
    if (fresh.length > 0 || step > until) {
      alive = [...alive, ...fresh].filter(({ last }) => last >= step).sort((a, b) => a.offset - b.offset)
      bytes = covered(alive)
      until = alive.reduce((soonest, { last }) => Math.min(soonest, last), steps)
    }
    add(step, bytes)
    if (alive.length === 0 && waiting.length === 0) return
  }
}

/** Length of the union of parts in the order of their offsets. */
function covered(parts: readonly Part[]): number {
  let bytes = 0
  let end = 0
  for (const { offset, bytes: size } of parts) {
    const to = offset + aligned(size)
    bytes += Math.max(0, to - Math.max(end, offset))
    end = Math.max(end, to)
  }
  return bytes
}
