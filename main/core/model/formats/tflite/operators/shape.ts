// SPDX-License-Identifier: Apache-2.0
import type { Operation } from '#core/model/operations/index'
import type { RecordOf } from '../../flatbuffers/record'
import type { TfliteOp, Translate } from '../context'
import { MIRROR_NAMES } from '../enums'
import {
  BLOCK,
  GATHER,
  MIRROR_PAD,
  PACK,
  RESHAPE,
  RESIZE_BILINEAR,
  RESIZE_NEAREST,
  SQUEEZE,
  STRIDED_SLICE,
  UNPACK,
} from '../schema'
import { channelsFirst, movedAxis } from '../tensor-orders'

/** Operators that move data or compute shapes. Most of them mean the axes as listed. */

/** x, [shape]; the shape may also be an option. */
export const translateReshape: Translate = (op) => {
  const { newShape } = op.read(RESHAPE)
  if (op.has(1)) return op.finish({ kind: 'Reshape', allowZero: false }, [op.input(0), op.input(1)])
  return op.finish({ kind: 'Reshape', allowZero: false, shape: newShape ?? [] }, [op.input(0)])
}

export const translateSqueeze: Translate = (op) => {
  const { squeezeDims = [] } = op.read(SQUEEZE)
  const axes = squeezeDims.length === 0 ? {} : { axes: squeezeDims }
  return op.finish({ kind: 'Squeeze', ...axes }, [op.input(0)])
}

/** x, permutation */
export const translateTranspose: Translate = (op) => {
  const permutation = op.values(1)
  if (permutation === undefined) return { id: 'unsupported.atRunTime', what: 'permutation' }
  return op.finish({ kind: 'Transpose', permutation }, [op.input(0)])
}

export const translatePack: Translate = (op) => {
  const { axis } = op.read(PACK)
  return op.finish({ kind: 'Stack', axis }, op.allInputs())
}

export const translateUnpack: Translate = (op) => {
  const { axis } = op.read(UNPACK)
  return op.finishEach({ kind: 'Split', axis }, [op.input(0)], { kind: 'Squeeze', axes: [axis] })
}

/** axis, x */
export const translateSplit: Translate = (op) => {
  const axis = op.values(0)?.[0]
  if (axis === undefined) return { id: 'unsupported.atRunTime', what: 'axis' }
  const order = op.follow([1])
  const moved = order === 'listed' ? axis : movedAxis(axis, op.rank(1))
  return op.finish({ kind: 'Split', axis: moved }, [op.input(1, order)], order)
}

/** x, sizes, axis */
export const translateSplitV: Translate = (op) => {
  const axis = op.values(2)?.[0]
  if (axis === undefined) return { id: 'unsupported.atRunTime', what: 'axis' }
  const order = op.follow([0])
  const moved = order === 'listed' ? axis : movedAxis(axis, op.rank(0))
  return op.finish({ kind: 'Split', axis: moved }, [op.input(0, order), op.input(1)], order)
}

/** x, begin, end, strides */
export const translateStridedSlice: Translate = (op) => {
  const o = op.read(STRIDED_SLICE)
  if (o.ellipsisMask !== 0 || o.newAxisMask !== 0 || o.offset) return translateWideSlice(op, o)
  const masks = { begin: o.beginMask, end: o.endMask, shrink: o.shrinkAxisMask }
  const inputs = [op.input(0), op.input(1), op.input(2), -1, op.input(3)]
  return op.finish({ kind: 'Slice', sizesAsEnds: false, masks }, inputs)
}

/** With an ellipsis, which stands for as many axes as are left, new axes of one element, or ends counted from begins. */
function translateWideSlice(op: TfliteOp, o: RecordOf<typeof STRIDED_SLICE>): ReturnType<Translate> {
  const [begins, ends, strides] = [op.values(1), op.values(2), op.values(3)]
  if (begins === undefined || ends === undefined || strides === undefined) return { id: 'unsupported.sliceOffset' }
  const has = (mask: number, entry: number) => (mask & (1 << entry)) !== 0
  const entries = begins.map((begin, entry) => ({
    ...{ begin, stride: strides[entry] ?? 1, end: (ends[entry] ?? 0) + (o.offset ? begin : 0), entry },
    ...{ isNew: has(o.newAxisMask, entry), isEllipsis: has(o.ellipsisMask, entry) },
  }))
  const rest = op.rank(0) - entries.filter(({ isNew, isEllipsis }) => !isNew && !isEllipsis).length
  const [cut, added]: [{ readonly axis: number; readonly entry: number }[], number[]] = [[], []]
  let [axis, place] = [0, 0]
  for (const { entry, isNew, isEllipsis } of entries) {
    if (isEllipsis) [axis, place] = [axis + rest, place + rest]
    else if (isNew) added.push(place++)
    else {
      cut.push({ axis: axis++, entry })
      if (!has(o.shrinkAxisMask, entry)) place++
    }
  }
  const masked = (mask: number) => cut.reduce((all, { entry }, i) => all | (has(mask, entry) ? 1 << i : 0), 0)
  const masks = { begin: masked(o.beginMask), end: masked(o.endMask), shrink: masked(o.shrinkAxisMask) }
  const of = (key: 'begin' | 'end' | 'stride') => cut.map(({ entry }) => entries[entry]?.[key] ?? 0)
  const axes = cut.map((each) => each.axis)
  const slice = { kind: 'Slice', sizesAsEnds: false, masks, starts: of('begin'), ends: of('end'), axes } as const
  const inputs = [op.input(0), -1, -1, -1, op.constant(of('stride'), 'int32')]
  if (added.length === 0) return op.finish(slice, inputs)
  return op.finish({ kind: 'Unsqueeze', axes: added }, [op.part(slice, inputs)])
}

/** x, axes */
export const translateReverse: Translate = (op) => {
  const axes = op.values(1)
  if (axes === undefined) return { id: 'unsupported.atRunTime', what: 'axes' }
  const all = (value: number) => axes.map(() => value)
  const steps = op.constant(all(-1), 'int32')
  const operation: Operation = { kind: 'Slice', sizesAsEnds: false, starts: all(-1), ends: all(-(2 ** 31)), axes }
  return op.finish(operation, [op.input(0), -1, -1, -1, steps])
}

/** x, indices */
export const translateGather: Translate = (op) => {
  const { axis, batchDims } = op.read(GATHER)
  if (batchDims !== 0) return { id: 'unsupported.batchGather' }
  return op.finish({ kind: 'Gather', axis }, [op.input(0), op.input(1)])
}

/** x, pads [rank, 2], [value] */
export const translatePad: Translate = (op) => {
  const mirror = op.type === 'MIRROR_PAD' ? MIRROR_NAMES[op.read(MIRROR_PAD).mode] : undefined
  const mode = mirror === undefined ? 'constant' : mirror === 'SYMMETRIC' ? 'symmetric' : 'reflect'
  const value = op.has(2) ? op.values(2)?.[0] : 0
  if (value === undefined) return { id: 'unsupported.atRunTime', what: 'paddingValue' }
  const common = { kind: 'Pad', mode, value, pairs: true } as const
  const listed = op.values(1)
  if (listed === undefined) {
    return op.finish(common, [op.input(0), op.input(1)])
  }
  const order = op.follow([0])
  // The file may leave the shape of a tensor out.
  const axes = channelsFirst(listed.length / 2)
  const pads = order === 'listed' ? listed : axes.flatMap((axis) => [listed[2 * axis] ?? 0, listed[2 * axis + 1] ?? 0])
  return op.finish({ ...common, pads }, [op.input(0, order)], order)
}

/** The shape as listed, of a tensor in either order. */
export const translateShape: Translate = (op) => {
  const rank = op.rank(0)
  // Of a tensor without a shape in the file, the number of axes is not known.
  if (rank === 0 || op.follow([0]) === 'listed') {
    return op.finish({ kind: 'Shape' }, [op.input(0)])
  }
  const dims = op.part({ kind: 'Shape' }, [op.input(0, 'channelsFirst')])
  const places = Array.from({ length: rank }, (_, axis) => movedAxis(axis, rank))
  return op.finish({ kind: 'Gather', axis: 0 }, [dims, op.constant(places, 'int32')])
}

/** Operators with the same inputs in the same order as the operation, axes as listed. */
export const listed =
  (operation: Operation): Translate =>
  (op) =>
    op.finish(operation, op.allInputs())

/** x, size [2] */
export const translateResize: Translate = (op) => {
  const linear = op.type === 'RESIZE_BILINEAR'
  const { alignCorners, halfPixelCenters } = op.read(linear ? RESIZE_BILINEAR : RESIZE_NEAREST)
  // Nearest: the middle of a pixel is rounded down; corner to corner the nearest is taken.
  const half = linear ? 'halfPixel' : 'tfHalfPixel'
  const common = {
    kind: 'Resize',
    mode: linear ? 'linear' : 'nearest',
    coordinates: alignCorners ? 'alignCorners' : halfPixelCenters ? half : 'asymmetric',
    nearest: alignCorners ? 'roundPreferCeil' : 'floor',
  } as const
  const size = op.values(1)
  const x = op.input(0, 'channelsFirst')
  // A size of 0 keeps batch and channels.
  if (size !== undefined) op.finish({ ...common, sizes: [0, 0, ...size] }, [x], 'channelsFirst')
  else {
    const sizes = op.part({ kind: 'Concat', axis: 0 }, [op.constant([0, 0], 'int32'), op.input(1)])
    op.finish({ ...common, sizesInput: 1 }, [x, sizes], 'channelsFirst')
  }
  return undefined
}

/** Channels are ordered alike in TensorFlow (channels last) and ONNX (DCR). */
export const translateBlocks: Translate = (op) => {
  const { blockSize } = op.read(BLOCK)
  if (blockSize < 1) return { id: 'unsupported.blockSize' }
  const operation: Operation =
    op.type === 'DEPTH_TO_SPACE'
      ? { kind: 'DepthToSpace', blockSize, mode: 'DCR' }
      : { kind: 'SpaceToDepth', blockSize }
  return op.finish(operation, [op.input(0, 'channelsFirst')], 'channelsFirst')
}
