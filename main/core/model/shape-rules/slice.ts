// SPDX-License-Identifier: Apache-2.0
import type { Operation } from '../operations/index'
import { fail, normaliseAxis, one, type RuleContext, type Rules } from './rule'

/** One dim of a slice: `count` elements from `start`, `step` apart. */
interface Cut {
  readonly start: number
  readonly step: number
  readonly count: number
}

export const sliceRules = {
  Slice(operation, context) {
    const dims = context.dims(0)
    const ranges = readRanges(operation, context)
    if (ranges === undefined) return undefined
    const cuts: Cut[] = dims.map((dim) => ({ start: 0, step: 1, count: dim }))
    const dropped = new Set<number>()
    ranges.starts.forEach((start, entry) => {
      const axis = normaliseAxis(ranges.axes?.[entry] ?? entry, dims.length)
      const dim = dims[axis] ?? 0
      const shrink = bit(operation.masks?.shrink, entry)
      cuts[axis] = shrink ? single(start, dim) : cut(operation, ranges, entry, dim)
      if (shrink) dropped.add(axis)
    })
    return one(
      cuts.filter((_, axis) => !dropped.has(axis)).map(({ count }) => count),
      {
        kind: 'Slice',
        starts: cuts.map(({ start }) => start),
        steps: cuts.map(({ step }) => step),
        counts: cuts.map(({ count }) => count),
      },
    )
  },
} satisfies Partial<Rules>

interface Ranges {
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly axes: readonly number[] | undefined
  readonly steps: readonly number[] | undefined
}

/** From the attributes or the inputs; undefined where a run computes them. */
function readRanges(operation: Extract<Operation, { kind: 'Slice' }>, context: RuleContext): Ranges | undefined {
  const starts = operation.starts ?? context.values(1)
  const ends = operation.ends ?? context.values(2)
  const axes = operation.axes ?? context.values(3)
  const steps = context.values(4)
  const unknown = (context.has(3) && axes === undefined) || (context.has(4) && steps === undefined)
  if (starts === undefined || ends === undefined || unknown) return undefined
  const lengths = [ends, axes ?? starts, steps ?? starts].map((list) => list.length)
  if (lengths.some((length) => length !== starts.length)) fail({ id: 'shape.sliceLists' })
  return { starts, ends, axes, steps }
}

function bit(mask: number | undefined, entry: number): boolean {
  return mask !== undefined && entry < 31 && (mask & (1 << entry)) !== 0
}

function single(start: number, dim: number): Cut {
  const index = start < 0 ? start + dim : start
  if (index < 0 || index >= dim) fail({ id: 'shape.index', index: start, size: dim })
  return { start: index, step: 1, count: 1 }
}

function cut(operation: Extract<Operation, { kind: 'Slice' }>, ranges: Ranges, entry: number, dim: number): Cut {
  const step = ranges.steps?.[entry] ?? 1
  if (step === 0) fail({ id: 'shape.stepZero' })
  const [lowest, highest] = step > 0 ? [0, dim] : [-1, dim - 1]
  const clamp = (value: number) => Math.min(Math.max(value, lowest), highest)
  const fromEnd = (value: number) => (value < 0 ? value + dim : value)
  const start = bit(operation.masks?.begin, entry)
    ? step > 0
      ? 0
      : dim - 1
    : Math.max(0, clamp(fromEnd(ranges.starts[entry] ?? 0)))
  const stated = ranges.ends[entry] ?? dim
  const end = operation.sizesAsEnds ? (stated === -1 ? dim : start + stated) : fromEnd(stated)
  const stop = bit(operation.masks?.end, entry) ? (step > 0 ? dim : -1) : clamp(end)
  return { start, step, count: Math.max(0, Math.ceil((stop - start) / step)) }
}
