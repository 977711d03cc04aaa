// SPDX-License-Identifier: Apache-2.0
import { type ArenaBuffer, aligned, type Part } from './part'

/** Bytes alive (rounded up to the alignment) at each of `steps` steps; parts that share bytes count once. */
export function liveBytes(buffers: readonly ArenaBuffer[], steps: number): readonly number[] {
  const live = new Array<number>(steps).fill(0)
  for (const parts of buffers) {
    const [only] = parts
    const first = parts.reduce((least, part) => Math.min(least, part.first), steps)
    const last = parts.reduce((most, part) => Math.max(most, part.last), -1)
    for (let step = Math.max(0, first); step <= Math.min(last, steps - 1); step++) {
      const bytes = parts.length === 1 && only !== undefined ? aligned(only.bytes) : covered(parts, step)
      live[step] = (live[step] ?? 0) + bytes
    }
  }
  return live
}

/** Length of the union of the parts that are alive. */
function covered(parts: readonly Part[], step: number): number {
  const alive = parts.filter(({ first, last }) => first <= step && step <= last).sort((a, b) => a.offset - b.offset)
  let bytes = 0
  let end = 0
  for (const { offset, bytes: size } of alive) {
    const to = offset + aligned(size)
    bytes += Math.max(0, to - Math.max(end, offset))
    end = Math.max(end, to)
  }
  return bytes
}
