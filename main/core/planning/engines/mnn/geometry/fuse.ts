// SPDX-License-Identifier: Apache-2.0
import { type Axis, elementsOf, type Region } from './region'

const MOST_AXES = 3

/**
 * Whether releases from 2.9.5 to 3.3.0 read through the tensor between: where what is read was written as a plain copy,
 * or the strides on its two sides differ in one each at most. A reader that takes all elements in a row has no other
 * way any more. 2.9.5: source/core/TensorUtils.cpp.
 */
export function isReadThrough(writer: Region, reader: Region): boolean {
  return isCopy(writer) || align(writer.stated ?? writer.axes, reader.stated ?? reader.axes) !== null
}

/** Whether 2.9.2 and 2.9.3 read through it for another reason: the reader takes all that is written, in a row. */
export function readsInRow(writer: Region, reader: Region): boolean {
  return isCopy(reader) && elementsOf(writer) === elementsOf(reader)
}

/**
 * Reads `outer`'s source straight from where `inner` has it, as far as releases to 2.9.1 try: the strides on both
 * sides of the tensor between may differ in one at most, whose axis is cut in two. null where they
 * leave the tensor between. 1.1.0|2.8.1: source/core/TensorUtils.cpp (fuseRegion).
 */
export function fuseRegions(inner: Region, outer: Region, originElements: number): Region | null {
  if (inner.targetOffset > outer.sourceOffset || hasGaps(inner)) return null
  const [given, wanted] = [elementsOf(inner), elementsOf(outer)]
  if (wanted > given || [...inner.axes, ...outer.axes].some(({ source, target }) => source <= 0 || target <= 0))
    return null
  const { origin } = inner
  if (isCopy(inner)) {
    return { ...outer, origin, sourceOffset: outer.sourceOffset + inner.sourceOffset - inner.targetOffset }
  }
  const sourceOffset = inner.sourceOffset + placeOf(outer.sourceOffset - inner.targetOffset, inner)
  if (isCopy(outer) && wanted === given) {
    const innermost = inner.axes.at(-1)?.source ?? 1
    return sourceOffset % innermost === 0 ? { ...inner, sourceOffset, targetOffset: outer.targetOffset } : null
  }
  const aligned = align(inner.axes, outer.axes)
  if (aligned === null) return null
  const last = aligned.reduce((sum, { size, source }) => sum + (size - 1) * source, sourceOffset)
  return last < originElements ? { origin, sourceOffset, targetOffset: outer.targetOffset, axes: aligned } : null
}

function hasGaps({ axes }: Region): boolean {
  const innermost = axes.at(-1)
  const middle = axes.at(-2)
  if (innermost === undefined || middle === undefined) return false
  return middle.target > innermost.size || innermost.target > innermost.size * middle.size
}

function isCopy({ axes }: Region): boolean {
  return axes.every(({ source, target }) => source === target)
}

/** Where in its source `region` has what lies at `offset` of its target. */
function placeOf(offset: number, { axes }: Region): number {
  let rest = offset
  return axes.reduce((place, { source, target }) => {
    const steps = Math.trunc(rest / target)
    rest -= steps * target
    return place + steps * source
  }, 0)
}

/** The axes of `outer` with the strides that `inner` has for the same strides of the tensor between. */
function align(inner: readonly Axis[], outer: readonly Axis[]): Axis[] | null {
  const missing = strideOnlyIn(
    inner.map(({ target }) => target),
    outer.map(({ source }) => source),
  )
  const extra = strideOnlyIn(
    outer.map(({ source }) => source),
    inner.map(({ target }) => target),
  )
  if (missing === null || extra === null) return null
  const written = extra > 0 ? cutAt(inner, extra, 'target') : inner
  const read = missing > 0 ? cutAt(outer, missing, 'source') : outer
  if (written === null || read === null) return null
  const axes = read.map(({ size, source, target }) => {
    const behind = written.find((axis) => axis.target === source)
    return behind === undefined ? null : { size, source: behind.source, target }
  })
  return axes.some((axis) => axis === null) ? null : axes.flatMap((axis) => axis ?? []).filter(({ size }) => size > 1)
}

/** The only stride of `these` that is not among `those`; -1: there is none; null: there are several. */
function strideOnlyIn(these: readonly number[], those: readonly number[]): number | null {
  let only = -1
  // Absent axes count as strides of their own where the other side has all three.
  const padded = (strides: readonly number[]) => [...strides, -1, -1, -1].slice(0, MOST_AXES)
  const others = padded(those)
  for (const stride of padded(these)) {
    if (others.includes(stride)) continue
    if (only > 0) return null
    only = stride
  }
  return only
}

/** With the innermost axis cut in two that can be cut at `stride`. */
function cutAt(axes: readonly Axis[], stride: number, side: 'source' | 'target'): Axis[] | null {
  if (axes.length === MOST_AXES) return null
  for (let index = axes.length - 1; index >= 0; index--) {
    const axis = axes[index]
    if (axis === undefined || stride % axis[side] !== 0) continue
    const inside = stride / axis[side]
    if (axis.size % inside !== 0) continue
    const outside = { size: axis.size / inside, source: axis.source * inside, target: axis.target * inside }
    return [...axes.slice(0, index), outside, { ...axis, size: inside }, ...axes.slice(index + 1)]
  }
  return null
}
