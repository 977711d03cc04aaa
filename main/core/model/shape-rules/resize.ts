// SPDX-License-Identifier: Apache-2.0
import { largest, smallest } from '../extremes'
import type { Operation } from '../operations/index'
import { fail, normaliseAxis, one, type RuleContext, type Rules } from './rule'

type Resize = Extract<Operation, { kind: 'Resize' }>

export const resizeRules = {
  Resize(operation, context) {
    const dims = context.dims(0)
    const axes = (operation.axes ?? dims.map((_, i) => i)).map((axis) => normaliseAxis(axis, dims.length))
    const sizes = stated(operation.sizes, operation.sizesInput, axes, dims, context)
    const factors = stated(operation.scales, operation.scalesInput, axes, dims, context)
    const region = regionOf(operation, axes, dims, context)
    if ((sizes === undefined && factors === undefined) || region === undefined) return undefined
    const output = dims.map((dim, i) => outputSize(dim, sizes, factors, axes.indexOf(i)))
    const scales = dims.map((dim, i) => {
      const factor = factors?.[axes.indexOf(i)]
      if (sizes === undefined) return factor ?? 1
      // ONNX: stated factors map coordinates; for stated sizes it is their ratio.
      return (output[i] ?? 1) / Math.max(1, dim)
    })
    const kept = operation.aspect === 'notLarger' || operation.aspect === 'notSmaller'
    const proportion = kept && sizes !== undefined ? commonScale(operation.aspect, sizes, axes, dims) : undefined
    const { mode, coordinates, nearest } = operation
    return one(proportion === undefined ? output : scaled(dims, axes, proportion), {
      kind: 'Resize',
      mode,
      coordinates,
      nearest,
      scales: proportion === undefined ? scales : dims.map((_, i) => (axes.includes(i) ? proportion : 1)),
      ...region,
      cubicFactor: operation.cubicFactor ?? -0.75,
      excludeOutside: operation.excludeOutside ?? false,
      antialias: operation.antialias ?? false,
      extrapolation: operation.extrapolation ?? 0,
    })
  },
} satisfies Partial<Rules>

function outputSize(
  dim: number,
  sizes: readonly number[] | undefined,
  factors: readonly number[] | undefined,
  at: number,
): number {
  if (at < 0) return dim
  return sizes === undefined ? Math.floor(dim * (factors?.[at] ?? 1)) : sizes[at] || dim
}

/** Sizes or factors, one for each of the axes. */
function stated(
  own: readonly number[] | undefined,
  input: number | undefined,
  axes: readonly number[],
  dims: readonly number[],
  context: RuleContext,
): readonly number[] | undefined {
  const values = own ?? (input === undefined ? undefined : context.values(input))
  if (values === undefined) return undefined
  if (values.length !== axes.length) fail({ id: 'shape.count', list: 'sizes', count: values.length, of: dims })
  if (values.some((value) => !(value >= 0) || value > 2 ** 31)) fail({ id: 'shape.resize', sizes: values })
  return values
}

/** undefined: only a run knows it. */
function regionOf(
  { coordinates, regionInput }: Resize,
  axes: readonly number[],
  dims: readonly number[],
  context: RuleContext,
) {
  const whole = { starts: dims.map(() => 0), ends: dims.map(() => 1) }
  if (coordinates !== 'crop' || regionInput === undefined) return whole
  const values = context.values(regionInput)
  if (values === undefined) return undefined
  if (values.length !== 2 * axes.length) fail({ id: 'shape.count', list: 'region', count: values.length, of: dims })
  axes.forEach((axis, i) => {
    whole.starts[axis] = values[i] ?? 0
    whole.ends[axis] = values[axes.length + i] ?? 1
  })
  return whole
}

/** The factor by which all axes grow alike: none beyond its size, or none below it. */
function commonScale(
  aspect: Resize['aspect'],
  sizes: readonly number[],
  axes: readonly number[],
  dims: readonly number[],
): number {
  const ratios = sizes.map((size, i) => size / Math.max(1, dims[axes[i] ?? 0] ?? 1))
  return aspect === 'notLarger' ? smallest(ratios) : largest(ratios)
}

function scaled(dims: readonly number[], axes: readonly number[], factor: number): readonly number[] {
  return dims.map((dim, i) => (axes.includes(i) ? Math.floor(dim * factor + 0.5) : dim))
}
