// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Arena, ArenaStep } from '#contract/arena'
import type { LayerMeasurement } from '#contract/timeline'
import { rangeTable, usesOf } from '#renderer/features/timeline/range-rows'

const step = (node: number, tensorBytes: number, workspaceBytes: number): ArenaStep => ({
  ...{ node, tensorBytes, workspaceBytes, heldBytes: 100 },
})
const arena: Arena = {
  steps: [step(0, 40, 10), step(1, 70, 0), step(1, 90, 0)],
  ...{ pools: [], placed: [], growths: [], bytes: 100 },
}
const measured = (node: number, workspaceBytes: number): LayerMeasurement => ({
  ...{ node, kernel: null, packedWeightBytes: 0, workspaceBytes, durationNs: 1 },
})
const uses = usesOf({ layers: [measured(0, 8), measured(1, 0)] }, arena)
const layer = (node: number, highWaterBytes: number) => ({ node, durationNs: 5, highWaterBytes, workspaceBytes: 30 })

describe('the layers of a range', () => {
  it('tell what each has in use, the largest first, where all were held alike', () => {
    const { figure, rows } = rangeTable([layer(0, 100), layer(1, 100)], uses)
    expect(figure).toBe('inUse')
    expect(rows).toEqual([
      { node: 1, durationNs: 5, workspaceBytes: 0, bytes: 90 },
      { node: 0, durationNs: 5, workspaceBytes: 8, bytes: 50 },
    ])
  })

  it('tell the highest total where it tells them apart, where placements are not known, and of one alone', () => {
    const apart = rangeTable([layer(0, 60), layer(1, 100)], uses)
    expect(apart.rows.map(({ node, bytes, workspaceBytes }) => [node, bytes, workspaceBytes])).toEqual([
      [1, 100, 30],
      [0, 60, 30],
    ])
    for (const unknown of [null, usesOf({ layers: [] }, { ...arena, steps: [] })]) {
      expect(rangeTable([layer(0, 100), layer(1, 100)], unknown).figure).toBe('high')
    }
    expect(rangeTable([layer(0, 100)], uses).figure).toBe('high')
  })
})
