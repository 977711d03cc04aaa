// SPDX-License-Identifier: Apache-2.0
import { product, stridesOf } from '#core/model/dims'
import type { ResolvedOperation } from '#core/model/shapes'
import type { SessionOp } from '../session/converter-view'
import { cutRegion, type Region, wholeCopy } from './region'

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
      return [
        cut(input, dimsOf(output), {
          source: operation.permutation.map((axis) => source[axis] ?? 0),
          target: stridesOf(dimsOf(output)),
        }),
      ]
    }
    case 'Concat': {
      const target = stridesOf(dimsOf(output))
      let start = 0
      return [
        op.inputs.flatMap((part) => {
          const partDims = dimsOf(part)
          const targetOffset = start * (target[operation.axis] ?? 0)
          start += partDims[operation.axis] ?? 0
          return cut(part, partDims, { source: stridesOf(partDims), target }, 0, targetOffset)
        }),
      ]
    }
    case 'Split': {
      const source = stridesOf(dims)
      let start = 0
      return op.outputs.map((part) => {
        const sourceOffset = start * (source[operation.axis] ?? 0)
        start += dimsOf(part)[operation.axis] ?? 0
        return cut(input, dimsOf(part), { source, target: stridesOf(dimsOf(part)) }, sourceOffset)
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

function cut(
  origin: number,
  sizes: Dims,
  { source, target }: { readonly source: Dims; readonly target: Dims },
  sourceOffset = 0,
  targetOffset = 0,
): Region[] {
  const axes = sizes.map((size, axis) => ({ size, source: source[axis] ?? 0, target: target[axis] ?? 0 }))
  return cutRegion({ origin, sourceOffset, targetOffset, axes })
}
