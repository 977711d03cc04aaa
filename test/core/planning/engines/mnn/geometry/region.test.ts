// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fuseRegions } from '#core/planning/engines/mnn/geometry/fuse'
import {
  compose,
  composePart,
  cutRegion,
  elementsOf,
  type Region,
  wholeCopy,
} from '#core/planning/engines/mnn/geometry/region'
import { pairs } from './pairs'

function permuted(origin: number, dims: readonly number[], order: readonly number[]): Region[] {
  const stride = (sizes: readonly number[], axis: number) => sizes.slice(axis + 1).reduce((a, b) => a * b, 1)
  const sizes = order.map((axis) => dims[axis] ?? 1)
  return cutRegion({
    origin,
    sourceOffset: 0,
    targetOffset: 0,
    axes: order.map((axis, index) => ({
      size: dims[axis] ?? 1,
      source: stride(dims, axis),
      target: stride(sizes, index),
    })),
  })
}

const dims = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 3, maxLength: 3 })
const order = fc.constantFrom([0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0])

describe('regions', () => {
  it('a copy of the whole is one axis', () => {
    expect(wholeCopy(3, 24)).toEqual({
      origin: 3,
      sourceOffset: 0,
      targetOffset: 0,
      axes: [{ size: 24, source: 1, target: 1 }],
    })
  })

  it('four axes that do not run on are cut into regions of three that copy the same', () => {
    const cut = permuted(0, [2, 3, 2, 2], [3, 2, 1, 0])
    expect(cut.length).toBe(2)
    const together = new Map(cut.flatMap((region) => [...pairs(region)]))
    expect(together.size).toBe(24)
    expect(together.get(1)).toBe(12)
  })

  it('reading through another copies what reading twice would', () => {
    let composed = 0
    fc.assert(
      fc.property(dims, order, dims, order, fc.nat(20), (innerDims, innerOrder, outerDims, outerOrder, offset) => {
        const [inner] = permuted(1, innerDims, innerOrder)
        const [outer] = permuted(2, outerDims, outerOrder)
        if (inner === undefined || outer === undefined) return
        const shifted = { ...outer, sourceOffset: offset }
        const all = elementsOf(inner)
        if (elementsOf(outer) + offset > all) return
        const direct = compose(inner, shifted, all)
        if (direct === null) return
        composed += 1
        const behind = pairs(inner)
        const expected = [...pairs(shifted)].map(([to, via]) => [to, behind.get(via)])
        expect([...pairs(direct)].sort()).toEqual(expected.sort())
        expect(direct.origin).toBe(1)
        expect(direct.axes.length).toBeLessThanOrEqual(3)
      }),
      { numRuns: 3000 },
    )
    expect(composed).toBeGreaterThan(300)
  })

  it('2.8.1 reads through fewer, and copies the same', () => {
    let fused = 0
    let left = 0
    fc.assert(
      fc.property(dims, order, dims, order, (innerDims, innerOrder, outerDims, outerOrder) => {
        const [inner] = permuted(1, innerDims, innerOrder)
        const [outer] = permuted(2, outerDims, outerOrder)
        if (inner === undefined || outer === undefined || elementsOf(outer) > elementsOf(inner)) return
        const direct = fuseRegions(inner, outer, elementsOf(inner))
        if (direct === null) {
          left += compose(inner, outer, elementsOf(inner)) === null ? 0 : 1
          return
        }
        fused += 1
        const behind = pairs(inner)
        expect([...pairs(direct)].sort()).toEqual([...pairs(outer)].map(([to, via]) => [to, behind.get(via)]).sort())
      }),
      { numRuns: 3000 },
    )
    expect(fused).toBeGreaterThan(300)
    expect(left).toBeGreaterThan(30)
  })

  // Measured: 2.8.1 puts the transposed tensor together first, as PP-OCR's attention shows.
  it('2.8.1 leaves a slice of a transposed tensor that runs over two of its axes', () => {
    const [transposed] = permuted(1, [40, 24, 15], [1, 0, 2])
    const slice = { ...wholeCopy(2, 8 * 40 * 15), sourceOffset: 8 * 40 * 15 }
    if (transposed === undefined) throw new Error('one region')
    expect(fuseRegions(transposed, slice, 14400)).toBeNull()
    expect(compose(transposed, slice, 14400)?.axes.length).toBe(3)
  })

  it('reading one of several parts copies exactly what the reader takes of it', () => {
    let composed = 0
    fc.assert(
      fc.property(dims, order, fc.integer({ min: 1, max: 4 }), (outerDims, outerOrder, count) => {
        const [outer] = permuted(9, outerDims, outerOrder)
        if (outer === undefined) return
        const all = elementsOf(outer)
        if (all % count !== 0) return
        const size = all / count
        const parts = Array.from({ length: count }, (_, index) => ({
          ...wholeCopy(index, size),
          targetOffset: index * size,
        }))
        const found = parts.map((part) => composePart(part, outer))
        if (found.some((part) => part === null)) return
        composed += 1
        const copied = found.flatMap((part) =>
          (part ?? []).flatMap((region) => [...pairs(region)].map(([to, from]) => [to, region.origin * size + from])),
        )
        expect(copied.sort()).toEqual([...pairs(outer)].sort())
      }),
      { numRuns: 2000 },
    )
    expect(composed).toBeGreaterThan(300)
  })
})
