// SPDX-License-Identifier: Apache-2.0
import type { Axis, Region } from './region'

/**
 * Which readers are read through a tensor that its one writer fills in part, as padding does: all whose strides agree
 * with the writer's; none where something of what is left out might be written elsewhere; or all but those where it is.
 * 2.9.2|2.9.5|3.1.0: source/core/TensorUtils.cpp, _ClipDst.
 */
export type Clipping = 'always' | 'ifApart' | 'unlessWritten'

/**
 * The part of `outer` that reads what `inner` writes, read straight from where `inner` has it. null: that takes more than
 * one region, or the engine does not see it; empty: it reads nothing of it.
 */
export function clipRegion(inner: Region, outer: Region, clipping: Clipping): Region[] | null {
  const pairs = pairsOf(inner, outer)
  if (pairs === null) return null
  const ranges = rangesOf(pairs, inner.targetOffset, outer.sourceOffset)
  if (ranges === null) return null
  if (clipping !== 'always' && isLeftOut(pairs, ranges, inner, outer, clipping)) return null
  if (ranges.some(({ first, end }) => end <= first)) return []
  const axes = pairs.map(({ writer, reader }, index): Axis => {
    const { first, end } = ranges[index] ?? EMPTY
    return { size: end - first, source: writer.source, target: reader.target }
  })
  const sourceOffset = pairs.reduce(
    (sum, { writer }, index) => sum + ((ranges[index]?.first ?? 0) + (ranges[index]?.shift ?? 0)) * writer.source,
    inner.sourceOffset,
  )
  const targetOffset = pairs.reduce(
    (sum, { reader }, index) => sum + (ranges[index]?.first ?? 0) * reader.target,
    outer.targetOffset,
  )
  return [{ origin: inner.origin, sourceOffset, targetOffset, axes: axes.filter(({ size }) => size > 1) }]
}

/** What a writer and a reader do along one stride of the tensor between. */
interface Pair {
  readonly stride: number
  readonly writer: Axis
  readonly reader: Axis
}

/** Steps of a reader that fall upon those of its writer; the writer is `shift` steps further. */
interface Range {
  readonly first: number
  readonly end: number
  readonly shift: number
}

const EMPTY: Range = { first: 0, end: 0, shift: 0 }

/** In the reader's order; null where their strides differ. */
function pairsOf(inner: Region, outer: Region): Pair[] | null {
  if (inner.axes.length !== outer.axes.length) return null
  if ([...inner.axes, ...outer.axes].some(({ source, target }) => source <= 0 || target <= 0)) return null
  const pairs = outer.axes.map((reader) => {
    const writer = inner.axes.find(({ target }) => target === reader.source)
    return writer === undefined ? null : { stride: reader.source, writer, reader }
  })
  const found = pairs.flatMap((pair) => pair ?? [])
  return new Set(found.map(({ stride }) => stride)).size === outer.axes.length ? found : null
}

/** null where reader and writer are not whole strides apart. */
function rangesOf(pairs: readonly Pair[], writerOffset: number, readerOffset: number): Range[] | null {
  let [written, read] = [writerOffset, readerOffset]
  const shifts = new Map<number, number>()
  for (const { stride } of [...pairs].sort((a, b) => b.stride - a.stride)) {
    shifts.set(stride, Math.trunc(read / stride) - Math.trunc(written / stride))
    written %= stride
    read %= stride
  }
  if (written !== 0 || read !== 0) return null
  return pairs.map(({ stride, writer, reader }) => {
    const shift = shifts.get(stride) ?? 0
    return { first: Math.max(0, -shift), end: Math.min(writer.size - shift, reader.size), shift }
  })
}

/** Whether the engine thinks that the reader’s steps behind a range may read what is written. */
function isLeftOut(
  pairs: readonly Pair[],
  ranges: readonly Range[],
  inner: Region,
  outer: Region,
  clipping: 'ifApart' | 'unlessWritten',
): boolean {
  const unused = pairs.filter(({ writer }, index) => (ranges[index]?.end ?? 0) < writer.size)
  if (unused.length === 0) return false
  const smallest = unused.reduce((least, { stride }) => Math.min(least, stride), Number.POSITIVE_INFINITY)
  const extent = pairs.reduce((sum, { stride, writer }) => sum + writer.size * stride, 0)
  return pairs.some(({ stride, reader }, index) => {
    const { end } = ranges[index] ?? EMPTY
    if (end === reader.size) return false
    const beyond = outer.sourceOffset - inner.targetOffset + end * stride
    if (beyond >= extent || beyond < smallest) return false
    return (
      clipping === 'ifApart' || pairs.some((_, other) => isWrittenBehind(pairs, ranges, inner, outer, index, other))
    )
  })
}

/** Whether the reader’s steps behind the range of one pair meet the writer’s behind that of another. */
function isWrittenBehind(
  pairs: readonly Pair[],
  ranges: readonly Range[],
  inner: Region,
  outer: Region,
  readBehind: number,
  writtenBehind: number,
): boolean {
  const [read, written] = [pairs[readBehind], pairs[writtenBehind]]
  const [readEnd, writtenEnd] = [ranges[readBehind]?.end ?? 0, ranges[writtenBehind]?.end ?? 0]
  if (read === undefined || written === undefined || writtenEnd >= written.writer.size) return false
  const rest = pairs.map(({ stride, writer, reader }, index) => ({
    stride,
    writer: index === writtenBehind ? { ...writer, size: writer.size - writtenEnd } : writer,
    reader: index === readBehind ? { ...reader, size: reader.size - readEnd } : reader,
  }))
  const found = rangesOf(
    rest,
    inner.targetOffset + writtenEnd * written.stride,
    outer.sourceOffset + readEnd * read.stride,
  )
  return found?.every(({ first, end }) => end > first) ?? false
}
