// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { arenaLayout, boxOf, placedUnder } from '#renderer/features/arena/arena-layout'
import { anArena } from '../../support/an-arena'

const arena = anArena()
const layout = arenaLayout(arena, 1000, 500)
const whole = { from: 0, to: 3 }

describe('the drawing of an arena', () => {
  it('is as high as the pool, whose bytes go up from its bottom', () => {
    const [band] = layout.bands
    const boxes = arena.placed.map((each) => {
      const [span] = each.spans
      return span === undefined ? null : boxOf(layout, whole, each.pool, span, each.heldBytes)
    })
    expect(boxes[2]?.y).toBeCloseTo(band?.top ?? 0)
    expect((boxes[0]?.y ?? 0) + (boxes[0]?.height ?? 0)).toBeCloseTo(band?.bottom ?? 0)
    expect(boxes.reduce((sum, box) => sum + (box?.height ?? 0), 0)).toBeCloseTo((band?.bottom ?? 0) - (band?.top ?? 0))
  })

  it('tells what lies under the pointer, and nothing where memory is free', () => {
    for (const [index, each] of arena.placed.entries()) {
      const [span] = each.spans
      const box = span === undefined ? null : boxOf(layout, whole, each.pool, span, each.heldBytes)
      if (box === null) throw new Error('not drawn')
      expect(placedUnder(arena, layout, whole, box.x + box.width / 2, box.y + box.height / 2)).toBe(index)
    }
    const [band] = layout.bands
    const first = layout.plot.left + layout.plot.width / 6
    expect(placedUnder(arena, layout, whole, first, (band?.top ?? 0) + 4)).toBeNull()
    expect(placedUnder(arena, layout, whole, 2, band?.bottom ?? 0)).toBeNull()
  })

  it('leaves out what is not in the view', () => {
    expect(boxOf(layout, { from: 2, to: 3 }, 0, { from: 0, to: 2, offset: 0 }, 100)).toBeNull()
  })
})
