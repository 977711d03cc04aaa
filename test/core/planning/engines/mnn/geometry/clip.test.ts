// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clipRegion } from '#core/planning/engines/mnn/geometry/clip'
import type { Region } from '#core/planning/engines/mnn/geometry/region'
import { pairs } from './pairs'

/** A tensor of two sides, padded, and a window of the padded one. */
interface Padded {
  readonly sides: readonly [number, number]
  readonly begin: readonly [number, number]
  readonly end: readonly [number, number]
  readonly from: readonly [number, number]
  readonly cut: readonly [number, number]
}

function regionsOf({ sides, begin, end, from, cut }: Padded): { readonly writer: Region; readonly reader: Region } {
  const width = begin[1] + sides[1] + end[1]
  const read = [begin[0] + sides[0] + end[0] - from[0] - cut[0], width - from[1] - cut[1]] as const
  return {
    writer: {
      ...{ origin: 0, sourceOffset: 0, targetOffset: begin[0] * width + begin[1] },
      axes: [
        { size: sides[0], source: sides[1], target: width },
        { size: sides[1], source: 1, target: 1 },
      ],
    },
    reader: {
      ...{ origin: 1, sourceOffset: from[0] * width + from[1], targetOffset: 0 },
      axes: [
        { size: read[0], source: width, target: read[1] },
        { size: read[1], source: 1, target: 1 },
      ],
    },
  }
}

const two = (min: number, max: number) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }))
const padded = fc.record({ sides: two(3, 6), begin: two(0, 2), end: two(0, 2), from: two(0, 1), cut: two(0, 1) })

describe('a tensor that is written in part', () => {
  it('is read through where NASNet pads behind and slices before: one row and column less', () => {
    const { writer, reader } = regionsOf({ sides: [5, 5], begin: [0, 0], end: [1, 1], from: [1, 1], cut: [0, 0] })
    const axes = [
      { size: 4, source: 5, target: 5 },
      { size: 4, source: 1, target: 1 },
    ]
    const direct = [{ origin: 0, sourceOffset: 6, targetOffset: 0, axes }]
    expect(clipRegion(writer, reader, 'unlessWritten')).toEqual(direct)
    expect(clipRegion(writer, reader, 'always')).toEqual(direct)
    // Until 3.0.5 the engine takes the row left out for one that may be written.
    expect(clipRegion(writer, reader, 'ifApart')).toBeNull()
  })

  it('is not read through by other strides', () => {
    const { writer, reader } = regionsOf({ sides: [4, 4], begin: [0, 0], end: [0, 1], from: [0, 0], cut: [0, 0] })
    const [outer, inner] = reader.axes
    if (outer === undefined || inner === undefined) throw new Error('two axes')
    expect(clipRegion(writer, { ...reader, axes: [{ ...outer, source: 4 }, inner] }, 'always')).toBeNull()
    expect(clipRegion(writer, { ...reader, axes: [outer] }, 'always')).toBeNull()
  })

  it('copies what the two copies one after the other do, if it is read through', () => {
    fc.assert(
      fc.property(padded, (sizes) => {
        const { writer, reader } = regionsOf(sizes)
        const direct = clipRegion(writer, reader, 'unlessWritten')
        if (direct === null) return
        const written = pairs(writer)
        const expected = [...pairs(reader)].flatMap(([to, between]): [number, number][] => {
          const from = written.get(between)
          return from === undefined ? [] : [[to, from]]
        })
        const found = direct.flatMap((region) => [...pairs(region)])
        expect(new Map(found)).toEqual(new Map(expected))
      }),
    )
  })
})
