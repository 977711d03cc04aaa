// SPDX-License-Identifier: Apache-2.0
import type { Node } from '#core/model/graph'
import { imageDims } from '#core/planning/layers/conv-problem'
import type { BufferLayout } from '#core/planning/native/program'
import { ARENA_ALIGNMENT } from '../arena/part'
import type { Draft } from './draft'
import { type Emission, type Emitter, input, output, type Resolved } from './emission'

/**
 * Joining and cutting. Where every part is one stretch of the whole (nothing but 1 before the axis;
 * blocked along the channels at boundaries of blocks) nothing is moved: parts are written into the
 * whole and read from it.
 */
export const emitConcat: Emitter<Resolved<'Concat'>> = (emission, node, { axis }) => {
  const { values, draft } = emission
  const parts = node.inputs.filter((tensor) => tensor >= 0 && !values.dims(tensor).includes(0))
  const dims = parts.map((tensor) => values.dims(tensor))
  const blocked =
    axis === 1 &&
    parts.some((tensor) => values.isBlocked(tensor)) &&
    parts.every((tensor) => !values.isConstant(tensor)) &&
    wholeBlocks(dims, draft.block)
  const inputs = parts.map((tensor) => (blocked ? values.blocked(tensor, node.id) : values.plain(tensor, node.id)))
  join(emission, node, inputs, axis, blocked ? 'blocked' : 'plain')
  return null
}

/** Stacking n×… is joining n×1×…. */
export const emitStack: Emitter<Resolved<'Stack'>> = (emission, node, { axis }) => {
  const { values } = emission
  const inputs = node.inputs.map((tensor) => {
    const dims = values.dims(tensor)
    return values.plainAs(tensor, node.id, [...dims.slice(0, axis), 1, ...dims.slice(axis)])
  })
  join(emission, node, inputs, axis, 'plain')
  return null
}

export const emitSplit: Emitter<Resolved<'Split'>> = (emission, node, operation) => {
  const { values, draft } = emission
  const x = input(node, 0)
  const parts = node.outputs.filter((tensor) => !values.isEmpty(tensor))
  const dims = parts.map((tensor) => values.dims(tensor))
  const blocked = operation.axis === 1 && values.isBlocked(x) && wholeBlocks(dims, draft.block)
  const layout = blocked ? 'blocked' : 'plain'
  const from = blocked ? values.blocked(x, node.id) : values.plain(x, node.id)
  const sizes = dims.map((each) => draft.bytesOf(each, layout))
  const offsets = values.isConstant(x) ? null : stretches(values.dims(x), operation.axis, sizes)
  if (offsets === null) {
    const outputs = parts.map((tensor) => values.define(tensor, layout))
    const split = { ...operation, sizes: operation.sizes.filter((size) => size > 0) }
    draft.addOp(node.id, split, [from], outputs)
    return null
  }
  for (const [index, tensor] of parts.entries()) {
    values.defineAs(tensor, draft.sliceOf(from, offsets[index] as number, dims[index] as readonly number[], layout))
  }
  return null
}

/** Lets the parts be written where they belong; what cannot be is copied there. */
function join(
  { values, draft }: Emission,
  node: Node,
  parts: readonly number[],
  axis: number,
  layout: BufferLayout,
): void {
  const to = values.define(output(node), layout)
  const sizes = parts.map((part) => draft.buffer(part).bytes)
  const offsets = stretches(values.dims(output(node)), axis, sizes)
  if (offsets === null) {
    draft.addOp(node.id, { kind: 'Concat', axis }, parts, [to])
    return
  }
  for (const [index, part] of parts.entries()) placePart(draft, node, part, offsets[index] as number, to)
}

function placePart(draft: Draft, node: Node, part: number, offset: number, whole: number): void {
  if (draft.placeInto(part, whole, offset)) return
  const { dims, layout } = draft.buffer(part)
  draft.addOp(node.id, { kind: 'Copy' }, [part], [draft.sliceOf(whole, offset, dims, layout)])
}

/**
 * Where each part begins in the whole, in bytes, where every part is one stretch of it; null where
 * the parts alternate, or one would not begin at an aligned place.
 */
function stretches(whole: readonly number[], axis: number, sizes: readonly number[]): readonly number[] | null {
  if (whole.slice(0, axis).some((length) => length !== 1)) return null
  const offsets: number[] = []
  let end = 0
  for (const bytes of sizes) {
    if (end % ARENA_ALIGNMENT !== 0) return null
    offsets.push(end)
    end += bytes
  }
  return offsets
}

/** Every part but the last is a whole number of blocks. */
function wholeBlocks(parts: readonly (readonly number[])[], block: number): boolean {
  return parts.every(
    (dims, index) =>
      dims.length === 4 && imageDims(dims) !== null && (index === parts.length - 1 || (dims[1] ?? 0) % block === 0),
  )
}
