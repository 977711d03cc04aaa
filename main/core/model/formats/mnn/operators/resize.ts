// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import { isInteger } from '#core/model/shape-rules/number-types'
import { unsupported, withRecord } from '../context'
import { LAYOUT } from '../enums'
import { GRID_SAMPLE, INTERP } from '../schema'

/** Interpolation. */

const RESIZE_KINDS = {
  1: { mode: 'nearest', nearest: 'floor' },
  2: { mode: 'linear', nearest: 'floor' },
  3: { mode: 'cubic', nearest: 'floor' },
  4: { mode: 'nearest', nearest: 'roundPreferFloor' },
} as const

const COORDINATES = [undefined, 'alignCorners', 'halfPixel', 'pytorchHalfPixel', 'asymmetric', 'tfHalfPixel'] as const

/** Whole numbers of the second input are sizes, others factors, which a converter may have stored as float16. */
function wantedBy(dtype: DataType): { readonly sizesInput: 1 } | { readonly scalesInput: 1 } {
  return isInteger(dtype) ? { sizesInput: 1 } : { scalesInput: 1 }
}

export const translateInterp = withRecord(INTERP, (op, record) => {
  const kind = RESIZE_KINDS[record.resizeType as keyof typeof RESIZE_KINDS]
  if (kind === undefined)
    return unsupported({ id: 'unsupported.unknown', what: 'resizeType', value: record.resizeType })
  if (record.ctm >= COORDINATES.length) return unsupported({ id: 'unsupported.crop' })
  const older = record.alignCorners ? 'alignCorners' : record.halfPixelCenters ? 'halfPixel' : 'asymmetric'
  const coordinates = COORDINATES[record.ctm] ?? older
  const common = { kind: 'Resize', ...kind, coordinates, cubicFactor: record.cubicCoeffA } as const
  const channelsLast = op.layoutOf(op.inputs[0]) === LAYOUT.nhwc
  const spatial = (height: number, width: number, other: number) =>
    channelsLast ? [other, height, width, other] : [other, other, height, width]
  if (record.outputWidth > 0 && record.outputHeight > 0) {
    return { ...common, sizes: spatial(record.outputHeight, record.outputWidth, 0) }
  }
  if (record.widthScale !== 0 && record.heightScale !== 0) {
    return { ...common, scales: spatial(record.heightScale, record.widthScale, 1) }
  }
  if (op.inputs.length < 2) return unsupported({ id: 'unsupported.resizeSize' })
  return { ...common, ...wantedBy(op.file.builder.tensor(op.inputs[1] ?? -1).dtype) }
})

/** Over depth, height and width. */
export const translateInterp3D = withRecord(INTERP, (op, record) => {
  const kind = RESIZE_KINDS[record.resizeType as keyof typeof RESIZE_KINDS]
  if (kind === undefined || record.ctm >= COORDINATES.length)
    return unsupported({ id: 'unsupported.unknown', what: 'interpolation', value: null })
  const older = record.alignCorners ? 'alignCorners' : record.halfPixelCenters ? 'halfPixel' : 'asymmetric'
  const common = { kind: 'Resize', ...kind, coordinates: COORDINATES[record.ctm] ?? older, axes: [2, 3, 4] } as const
  const sizes = [record.outputDepth, record.outputHeight, record.outputWidth]
  const scales = [record.depthScale, record.heightScale, record.widthScale]
  if (sizes.every((size) => size > 0)) return { ...common, sizes }
  if (scales.every((scale) => scale > 0)) return { ...common, scales }
  if (op.inputs.length < 2) return unsupported({ id: 'unsupported.resizeSize' })
  const all = { ...common, axes: [0, 1, 2, 3, 4] }
  return { ...all, ...wantedBy(op.file.builder.tensor(op.inputs[1] ?? -1).dtype) }
})

export const translateGridSample = withRecord(GRID_SAMPLE, (_op, { mode, paddingMode, alignCorners, backward }) => {
  const padding = (['zeros', 'border', 'reflection'] as const)[paddingMode]
  const name = (['linear', 'nearest'] as const)[mode]
  if (backward || padding === undefined || name === undefined) {
    return unsupported({ id: 'unsupported.interpolation' })
  }
  return { kind: 'GridSample', mode: name, padding, alignCorners }
})
