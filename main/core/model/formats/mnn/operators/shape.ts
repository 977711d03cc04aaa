// SPDX-License-Identifier: Apache-2.0
import { type Translate, unsupported, WRITTEN, withRecord } from '../context'
import { LAYOUT } from '../enums'
import {
  AXIS,
  CONVERT,
  DEPTH_SPACE,
  EXPAND_DIMS,
  FLATTEN,
  GATHER,
  PACK,
  PAD,
  PERMUTE,
  RESHAPE,
  SLICE,
  SQUEEZE,
  STRIDED_SLICE,
} from '../schema'

/** Ops that move data or compute shapes. Axes in the file are in the order in which dims are listed. */

const TENSORFLOW = 1

/** NC4HW4 and NCHW list the same dims; NHWC lists channels last. */
export const translateConvert = withRecord(CONVERT, (_op, { source, dest }) => {
  const from = source === LAYOUT.nhwc || source === LAYOUT.nhwc4
  const to = dest === LAYOUT.nhwc || dest === LAYOUT.nhwc4
  if (from === to) return { kind: 'Identity' }
  return { kind: 'Transpose', move: to ? 'channelsLast' : 'channelsFirst' }
})

export const translateReshape = withRecord(RESHAPE, (op, { dims, dimType }) => {
  if (op.layoutOf(op.inputs[0]) === LAYOUT.nc4hw4 && dimType === LAYOUT.nhwc) {
    return unsupported({ id: 'unsupported.packedReshape' })
  }
  const shape = op.inputs.length > 1 || dims === undefined ? {} : { shape: dims }
  return { kind: 'Reshape', allowZero: false, ...shape }
})

export const translateFlatten = withRecord(FLATTEN, (_op, { axis, endAxis }) =>
  endAxis === -1 || endAxis === 0 ? { kind: 'Flatten', axis } : unsupported({ id: 'unsupported.flattenRange' }),
)

export const translatePermute = withRecord(PERMUTE, (_op, { dims = [] }) => ({ kind: 'Transpose', permutation: dims }))

/** The permutation is a second input. */
export const translateTranspose: Translate = (op) => {
  const permutation = op.file.builder.values(op.inputs[1])
  const inputs = op.inputs.slice(0, 1)
  return permutation === undefined
    ? { operation: unsupported({ id: 'unsupported.atRunTime', what: 'permutation' }) }
    : { operation: { kind: 'Transpose', permutation }, inputs }
}

export const translateConcat = withRecord(AXIS, (_op, { axis }) => ({ kind: 'Concat', axis }))
export const translatePack = withRecord(PACK, (_op, { axis }) => ({ kind: 'Stack', axis }))

/** Parts of one element along the axis, which goes. */
export const translateUnpack = withRecord(AXIS, (op, { axis }) => {
  const { builder } = op.file
  const parts = op.outputs.map((_, i) => builder.addTensor(`${op.name}.part${i}`))
  builder.addNode(op.name, op.type, { kind: 'Split', axis }, op.inputs.slice(0, 1), parts, [])
  for (const [i, tensor] of parts.entries()) {
    builder.addNode(`${op.name}.${i}`, op.type, { kind: 'Squeeze', axes: [axis] }, [tensor], [op.outputs[i] ?? -1], [])
  }
  return WRITTEN
})

export const translateSqueeze = withRecord(SQUEEZE, (_op, { squeezeDims }) =>
  squeezeDims === undefined || squeezeDims.length === 0 ? { kind: 'Squeeze' } : { kind: 'Squeeze', axes: squeezeDims },
)

/** Axes that the op does not state are its second input: 2.8.1|3.6.1 source/shape/ShapeSqueeze.cpp. */
export const translateUnsqueeze = withRecord(SQUEEZE, (op, { squeezeDims = [] }) =>
  squeezeDims.length === 0 && op.inputs.length > 1 ? { kind: 'Unsqueeze' } : { kind: 'Unsqueeze', axes: squeezeDims },
)

export const translateExpandDims = withRecord(EXPAND_DIMS, (op, { axis }) =>
  op.inputs.length > 1 ? { kind: 'Unsqueeze' } : { kind: 'Unsqueeze', axes: [axis] },
)

/** slicePoints: inner boundaries, counted from 0; from TensorFlow the sizes themselves. */
export const translateSlice = withRecord(SLICE, (op, { axis, slicePoints = [], sourceType }) => {
  if (slicePoints.length === 0) return { kind: 'Split', axis }
  if (sourceType === TENSORFLOW) {
    return slicePoints.length === op.outputs.length
      ? { kind: 'Split', axis, sizes: slicePoints }
      : { kind: 'Split', axis }
  }
  const sizes = slicePoints.slice(0, op.outputs.length - 1).map((end, i) => end - (slicePoints[i - 1] ?? 0))
  return { kind: 'Split', axis, sizes: [...sizes, -1] }
})

/** data, begin, size */
export const translateSliceTf: Translate = () => ({ operation: { kind: 'Slice', sizesAsEnds: true } })

export const translateStridedSlice = withRecord(STRIDED_SLICE, (op, record) => {
  if (record.ellipsisMask !== 0 || record.newAxisMask !== 0) return unsupported({ id: 'unsupported.ellipsis' })
  // From ONNX: data, begin, end, axes, steps. From TensorFlow: data, begin, end, strides, and masks.
  if (record.fromType === 1) return { kind: 'Slice', sizesAsEnds: false }
  const [data = -1, begin = -1, end = -1, strides = -1] = op.inputs
  const masks = { begin: record.beginMask, end: record.endMask, shrink: record.shrinkAxisMask }
  return { operation: { kind: 'Slice', sizesAsEnds: false, masks }, inputs: [data, begin, end, -1, strides] }
})

/** GatherV2 has no parameters: a third input is the axis, else it is 0. */
export const translateGatherV2: Translate = (op) => {
  const axis = op.inputs.length > 2 ? op.file.builder.values(op.inputs[2])?.[0] : 0
  return axis === undefined
    ? { operation: unsupported({ id: 'unsupported.atRunTime', what: 'axis' }) }
    : { operation: { kind: 'Gather', axis }, inputs: op.inputs.slice(0, 2) }
}

export const translateGather = withRecord(GATHER, (_op, { axis }) => ({ kind: 'Gather', axis }))

/** The second input is [rank, 2]. */
export const translatePadding = withRecord(PAD, (_op, { mode }) => {
  const name = (['constant', 'reflect', 'symmetric', 'edge'] as const)[mode]
  if (name === undefined) return unsupported({ id: 'unsupported.unknown', what: 'mode', value: mode })
  return { kind: 'Pad', mode: name, value: 0, pairs: true }
})

/** On NC4HW4 data dims are listed n, c, h, w; TensorFlow applies the shape's own order elsewhere. */
export const translateShapeOp =
  (channelsLast: boolean): Translate =>
  (op) => {
    const { builder } = op.file
    if (!channelsLast || op.layoutOf(op.inputs[0]) !== LAYOUT.nc4hw4) return { operation: { kind: 'Shape' } }
    const listed = builder.addTensor(`${op.name}.listed`, 'int32')
    builder.addNode(`${op.name}.listed`, op.type, { kind: 'Shape' }, op.inputs, [listed], [])
    const order = builder.addConstant(`${op.name}.order`, 'int32', [4], { kind: 'values', values: [0, 2, 3, 1] })
    return { operation: { kind: 'Gather', axis: 0 }, inputs: [listed, order] }
  }

export const translateDepthToSpace = withRecord(DEPTH_SPACE, (op, { blockSize, mode }) => {
  const layout = op.layoutOf(op.inputs[0])
  if (layout === LAYOUT.nhwc) return unsupported({ id: 'unsupported.channelsLast' })
  if (blockSize < 1) return unsupported({ id: 'unsupported.blockSize' })
  return op.type === 'SpaceToDepth'
    ? { kind: 'SpaceToDepth', blockSize }
    : { kind: 'DepthToSpace', blockSize, mode: mode === 1 ? 'CRD' : 'DCR' }
})
