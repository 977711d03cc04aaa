// SPDX-License-Identifier: Apache-2.0
import { sameDims } from '#core/model/dims'
import type { ShapedModel } from '#core/model/shapes'
import { imageDims } from '#core/planning/layers/conv-problem'
import type { BufferLayout } from '#core/planning/native/program'
import type { Draft } from './draft'

/** The buffers that hold one tensor, one for each layout it is needed in. */
interface Value {
  plain: number | null
  blocked: number | null
}

/**
 * Where every tensor is while a program is written. Asking for a tensor in a layout it does not
 * have yet inserts one Reorder, which all later readers share.
 */
export class Values {
  private readonly values = new Map<number, Value>()
  private readonly constants = new Map<string, number>()

  constructor(
    private readonly shaped: ShapedModel,
    private readonly draft: Draft,
  ) {}

  isConstant(tensor: number): boolean {
    return this.shaped.constants.has(tensor)
  }

  isKnown(tensor: number): boolean {
    return this.isConstant(tensor) || this.values.has(tensor) || this.isEmpty(tensor)
  }

  /** Whether the tensor is computed and has no elements: it is in no buffer. */
  isEmpty(tensor: number): boolean {
    return !this.isConstant(tensor) && (this.shaped.dims[tensor]?.includes(0) ?? false)
  }

  isShaped(tensor: number): boolean {
    return (this.shaped.dims[tensor] ?? this.shaped.constants.get(tensor)?.dims) !== undefined
  }

  dims(tensor: number): readonly number[] {
    const dims = this.shaped.dims[tensor] ?? this.shaped.constants.get(tensor)?.dims
    if (dims === undefined) throw new Error(`The shape of tensor ${tensor} is unknown.`)
    return dims
  }

  /** Whether the tensor was computed in blocked layout (constants are at home in both). */
  isBlocked(tensor: number): boolean {
    return (this.values.get(tensor)?.blocked ?? null) !== null
  }

  /** The tensor that a buffer holds, by buffer: of several with the same values the first. */
  byBuffer(): ReadonlyMap<number, number> {
    const tensors = new Map<number, number>()
    for (const [tensor, { plain, blocked }] of this.values) {
      for (const buffer of [plain, blocked]) if (buffer !== null && !tensors.has(buffer)) tensors.set(buffer, tensor)
    }
    return tensors
  }

  define(tensor: number, layout: BufferLayout): number {
    const buffer = this.draft.newBuffer(layout === 'plain' ? this.dims(tensor) : this.imageShape(tensor), layout)
    this.defineAs(tensor, buffer)
    return buffer
  }

  /** The tensor is in `buffer`, which has its dims. */
  defineAs(tensor: number, buffer: number): void {
    const { layout } = this.draft.buffer(buffer)
    this.values.set(tensor, layout === 'plain' ? { plain: buffer, blocked: null } : { plain: null, blocked: buffer })
  }

  /** `tensor` has the elements of `source` in the same order. */
  defineAlias(tensor: number, source: number, node: number): void {
    const value = this.values.get(source)
    if (value !== undefined && sameDims(this.dims(tensor), this.dims(source))) {
      this.values.set(tensor, value)
      return
    }
    const plain = this.draft.viewOf(this.plain(source, node), this.dims(tensor), 'plain')
    this.values.set(tensor, { plain, blocked: null })
  }

  plain(tensor: number, node: number): number {
    if (this.isConstant(tensor)) return this.constant(tensor, node, this.dims(tensor), 'plain')
    const value = this.value(tensor)
    if (value.plain !== null) return value.plain
    const blocked = value.blocked as number
    const dims = this.draft.buffer(blocked).dims
    const [n = 0, c = 0, h = 0, w = 0] = dims
    // One pixel an image: blocks are consecutive channels already, at most followed by padding.
    const same = h * w === 1 && (n === 1 || c % this.draft.block === 0)
    const image = same ? this.draft.viewOf(blocked, dims, 'plain') : this.reorder(node, blocked, dims, 'plain')
    value.plain = sameDims(dims, this.dims(tensor)) ? image : this.draft.viewOf(image, this.dims(tensor), 'plain')
    return value.plain
  }

  /** Plain, under other dims of as many elements. */
  plainAs(tensor: number, node: number, dims: readonly number[]): number {
    if (this.isConstant(tensor)) return this.constant(tensor, node, dims, 'plain')
    return this.draft.viewOf(this.plain(tensor, node), dims, 'plain')
  }

  /** Plain, seen as [n, c, h, w], see imageDims. */
  plainImage(tensor: number, node: number): number {
    const dims = this.imageShape(tensor)
    return sameDims(dims, this.dims(tensor)) ? this.plain(tensor, node) : this.plainAs(tensor, node, dims)
  }

  /** The tensor seen as [n, c, h, w], see imageDims. */
  blocked(tensor: number, node: number): number {
    const dims = this.imageShape(tensor)
    if (this.isConstant(tensor)) return this.constant(tensor, node, dims, 'blocked')
    const value = this.value(tensor)
    if (value.blocked !== null) return value.blocked
    const [, c = 0, h = 0, w = 0] = dims
    const plain = value.plain as number
    if (h * w === 1 && c % this.draft.block === 0) value.blocked = this.draft.viewOf(plain, dims, 'blocked')
    else {
      const image = sameDims(dims, this.dims(tensor)) ? plain : this.draft.viewOf(plain, dims, 'plain')
      value.blocked = this.reorder(node, image, dims, 'blocked')
    }
    return value.blocked
  }

  /** A constant under dims of as many elements; loaded once for each use of these dims and layout. */
  constant(tensor: number, node: number, dims: readonly number[], layout: BufferLayout): number {
    const key = `${tensor} ${layout} ${dims.join('x')}`
    const known = this.constants.get(key)
    if (known !== undefined) return known
    const buffer = this.draft.constant(tensor, node, dims, layout)
    this.constants.set(key, buffer)
    return buffer
  }

  private imageShape(tensor: number): readonly number[] {
    const dims = imageDims(this.dims(tensor))
    if (dims === null) throw new Error(`Tensor ${tensor} is no image.`)
    return dims
  }

  private value(tensor: number): Value {
    const value = this.values.get(tensor)
    if (value === undefined) throw new Error(`Tensor ${tensor} is not computed yet.`)
    return value
  }

  private reorder(node: number, from: number, dims: readonly number[], layout: BufferLayout): number {
    const to = this.draft.newBuffer(dims, layout)
    this.draft.addOp(node, { kind: 'Reorder' }, [from], [to])
    return to
  }
}
