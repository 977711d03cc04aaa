// SPDX-License-Identifier: Apache-2.0
import { product, stridesOf } from '#core/model/dims'
import type { ResolvedOperation } from '#core/model/shapes'
import type { SessionOp } from '../session/converter-view'
import type { Geometry } from './command-list'
import { type Axis, cutRegion, type Region, wholeCopy } from './region'

type Dims = readonly number[]

/**
 * What an op’s outputs are as regions of its inputs, where the op only moves elements; null where it
 * computes, or moves in a way that is not modelled. 2.8.1|3.6.1: source/geometry/GeometryReshape.cpp,
 * GeometryPermute.cpp, GeometryConcat.cpp, GeometrySlice.cpp, GeometryConvert.cpp.
 */
export function movement(
  op: SessionOp,
  operation: ResolvedOperation | null | undefined,
  dimsOf: (tensor: number) => Dims,
  { mergesPermuted }: Pick<Geometry, 'mergesPermuted'>,
): readonly (readonly Region[])[] | null {
  const [input = -1] = op.inputs
  const [output = -1] = op.outputs
  if (op.kind === 'Conversion') return [[wholeCopy(input, product(dimsOf(input)))]]
  if (operation === null || operation === undefined || operation.kind !== op.kind) return null
  const dims = dimsOf(input)
  switch (operation.kind) {
    case 'Alias':
      return [[wholeCopy(input, product(dims))]]
    case 'Transpose': {
      const source = stridesOf(dims)
      const target = stridesOf(dimsOf(output))
      const axes = dimsOf(output).map((size, axis) => ({
        size,
        source: source[operation.permutation[axis] ?? axis] ?? 0,
        target: target[axis] ?? 0,
      }))
      return [cutRegion({ origin: input, sourceOffset: 0, targetOffset: 0, axes }, mergesPermuted)]
    }
    case 'Concat': {
      const target = stridesOf(dimsOf(output))
      let start = 0
      return [
        op.inputs.flatMap((part) => {
          const partDims = dimsOf(part)
          const targetOffset = start * (target[operation.axis] ?? 0)
          start += partDims[operation.axis] ?? 0
          const strides = { source: stridesOf(partDims), target }
          return cut(part, partDims, strides, 0, targetOffset, aroundAxis(partDims, operation.axis, strides))
        }),
      ]
    }
    case 'Split': {
      const source = stridesOf(dims)
      let start = 0
      return op.outputs.map((part) => {
        const sourceOffset = start * (source[operation.axis] ?? 0)
        start += dimsOf(part)[operation.axis] ?? 0
        const strides = { source, target: stridesOf(dimsOf(part)) }
        return cut(input, dimsOf(part), strides, sourceOffset, 0, aroundAxis(dimsOf(part), operation.axis, strides))
      })
    }
    case 'Slice': {
      if (operation.steps.some((step) => step < 1)) return null
      const source = stridesOf(dims)
      const sourceOffset = operation.starts.reduce((sum, start, axis) => sum + start * (source[axis] ?? 0), 0)
      const stepped = source.map((stride, axis) => stride * (operation.steps[axis] ?? 1))
      return [cut(input, operation.counts, { source: stepped, target: stridesOf(operation.counts) }, sourceOffset)]
    }
    case 'Pad': {
      if (operation.mode !== 'constant' || [...operation.begins, ...operation.ends].some((size) => size < 0))
        return null
      const target = stridesOf(dimsOf(output))
      const targetOffset = operation.begins.reduce((sum, begin, axis) => sum + begin * (target[axis] ?? 0), 0)
      return [cut(input, dims, { source: stridesOf(dims), target }, 0, targetOffset)]
    }
    default:
      return null
  }
}

interface Strides {
  readonly source: Dims
  readonly target: Dims
}

function cut(
  origin: number,
  sizes: Dims,
  { source, target }: Strides,
  sourceOffset = 0,
  targetOffset = 0,
  stated?: readonly Axis[],
): Region[] {
  const axes = sizes.map((size, axis) => ({ size, source: source[axis] ?? 0, target: target[axis] ?? 0 }))
  const regions = cutRegion({ origin, sourceOffset, targetOffset, axes })
  return stated === undefined || regions.length > 1 ? regions : regions.map((region) => ({ ...region, stated }))
}

/** How the engine states parts along an axis: what is before it, the axis, what is after it. */
function aroundAxis(sizes: Dims, axis: number, { source, target }: Strides): Axis[] {
  const outside = { size: product(sizes.slice(0, axis)), source: source[axis - 1] ?? 0, target: target[axis - 1] ?? 0 }
  const along = { size: sizes[axis] ?? 1, source: source[axis] ?? 0, target: target[axis] ?? 0 }
  const inside = { size: product(sizes.slice(axis + 1)), source: 1, target: 1 }
  return [outside, along, inside].filter(({ size }) => size > 1)
}
