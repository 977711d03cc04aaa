// SPDX-License-Identifier: Apache-2.0
/** One loop of a copy: `size` steps, so many elements apart in what is read and in what is written. */
export interface Axis {
  readonly size: number
  readonly source: number
  readonly target: number
}

/**
 * A copy from one tensor into (a part of) another, offsets and strides in elements of the unpacked
 * tensors. MNN describes a tensor that only rearranges others by such regions of at most three
 * axes. 2.8.1|3.6.1: source/core/TensorUtils.hpp, Tensor::InsideDescribe::Region.
 */
export interface Region {
  readonly origin: number
  readonly sourceOffset: number
  readonly targetOffset: number
  /** Outermost in the target first; neighbours that run on are one, axes of size 1 are none. */
  readonly axes: readonly Axis[]
  /** The axes as the engine states them, where neighbours run on but are not made one; axes of size 1 are none. */
  readonly stated?: readonly Axis[]
}

const MOST_AXES = 3

export function wholeCopy(origin: number, elements: number): Region {
  return { origin, sourceOffset: 0, targetOffset: 0, axes: merged([{ size: elements, source: 1, target: 1 }]) }
}

/**
 * The region with its axes merged, cut into as many as MNN needs for three axes each. `merges`: axes that run on count as
 * one of those.
 */
export function cutRegion(region: Region, merges = true): Region[] {
  const axes = merges ? merged(region.axes) : region.axes.filter(({ size }) => size > 1)
  const [outermost] = axes
  if (axes.length <= MOST_AXES || outermost === undefined) return [{ ...region, axes: merged(axes) }]
  return Array.from({ length: outermost.size }, (_, step) => ({
    ...region,
    sourceOffset: region.sourceOffset + step * outermost.source,
    targetOffset: region.targetOffset + step * outermost.target,
    axes: axes.slice(1),
  })).flatMap((part) => cutRegion(part, merges))
}

export function elementsOf({ axes }: Pick<Region, 'axes'>): number {
  return axes.reduce((product, { size }) => product * size, 1)
}

/**
 * Reads `outer`'s source straight from where `inner` has it; null where that takes more than one
 * region. `inner` must fill the whole tensor of `elements` elements that `outer` reads.
 */
export function compose(inner: Region, outer: Region, elements: number): Region | null {
  if (isBackwards(outer) || inner.targetOffset !== 0 || elementsOf(inner) !== elements) return null
  const digits = [...inner.axes].sort((a, b) => b.target - a.target)
  let sourceOffset = inner.sourceOffset
  let rest = outer.sourceOffset
  /** By digit: the largest value that it takes; below its size nothing is carried. */
  const reach = digits.map((axis) => {
    const digit = Math.floor(rest / axis.target)
    rest -= digit * axis.target
    sourceOffset += digit * axis.source
    return digit
  })
  const axes: Axis[] = []
  for (const axis of outer.axes) {
    const walked = walk(axis, digits, reach)
    if (walked === null) return null
    axes.push(...walked)
  }
  const composed = merged(axes)
  if (composed.length > MOST_AXES) return null
  return { origin: inner.origin, sourceOffset, targetOffset: outer.targetOffset, axes: composed }
}

/**
 * The part of `outer` that reads what `inner` writes, read straight from where `inner` has it; empty
 * where it reads nothing of it, null where that takes more than one region.
 */
export function composePart(inner: Region, outer: Region): Region[] | null {
  const block = elementsOf(inner)
  const [largest] = [...outer.axes].sort((a, b) => b.source - a.source)
  if (largest === undefined || isBackwards(outer) || !isDense(inner)) return null
  const { source: stride, size } = largest
  const span = outer.axes.reduce((sum, axis) => sum + (axis === largest ? 0 : (axis.size - 1) * axis.source), 0)
  const offset = outer.sourceOffset - inner.targetOffset
  const first = Math.ceil(-offset / stride)
  const last = Math.floor((block - 1 - span - offset) / stride)
  const straddles =
    (first > 0 && first <= size && offset + (first - 1) * stride + span >= 0) ||
    (last < size - 1 && last >= -1 && offset + (last + 1) * stride < block)
  if (straddles) return null
  const start = Math.max(first, 0)
  const count = Math.min(last, size - 1) - start + 1
  if (count <= 0) return []
  const composed = compose(
    { ...inner, targetOffset: 0 },
    {
      ...outer,
      sourceOffset: offset + start * stride,
      targetOffset: outer.targetOffset + start * largest.target,
      axes: merged(outer.axes.map((axis) => (axis === largest ? { ...axis, size: count } : axis))),
    },
    block,
  )
  return composed === null ? null : [composed]
}

/** Whether it reads from the last element on. */
function isBackwards({ axes }: Region): boolean {
  return axes.some(({ source }) => source < 0)
}

/** Whether it writes one piece without gaps. */
function isDense({ axes }: Region): boolean {
  let next = 1
  for (const axis of [...axes].sort((a, b) => a.target - b.target)) {
    if (axis.target !== next) return false
    next *= axis.size
  }
  return true
}

/** One axis of the reader in terms of the axes (`digits`, largest stride first) of what it reads. */
function walk(axis: Axis, digits: readonly Axis[], reach: number[]): Axis[] | null {
  const found: Axis[] = []
  let { size, source: stride, target } = axis
  while (size > 1) {
    const index = digits.findIndex((digit) => digit.target <= stride)
    const digit = digits[index]
    if (digit === undefined || stride % digit.target !== 0) return null
    const step = stride / digit.target
    const reached = reach[index] ?? 0
    if (reached + (size - 1) * step < digit.size) {
      reach[index] = reached + (size - 1) * step
      found.unshift({ size, source: step * digit.source, target })
      return found
    }
    // It runs over the end of this digit: whole turns of it only.
    const turn = digit.size / step
    if (!Number.isInteger(turn) || size % turn !== 0 || reached + (turn - 1) * step >= digit.size) return null
    reach[index] = reached + (turn - 1) * step
    found.unshift({ size: turn, source: step * digit.source, target })
    size /= turn
    stride *= turn
    target *= turn
  }
  return found
}

function merged(axes: readonly Axis[]): Axis[] {
  const found: Axis[] = []
  for (const axis of axes) {
    if (axis.size === 1) continue
    const before = found.at(-1)
    const runsOn = before?.source === axis.source * axis.size && before.target === axis.target * axis.size
    if (before !== undefined && runsOn) found[found.length - 1] = { ...axis, size: before.size * axis.size }
    else found.push(axis)
  }
  return found
}
