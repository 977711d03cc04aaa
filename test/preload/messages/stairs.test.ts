// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { NOTHING_HELD } from '#contract/categories'
import { english } from '#messages/say'
import { type Stair, stairBars, stairs } from '#messages/stairs'

const totals = { ...NOTHING_HELD, packedWeights: 300, activations: 50, workspace: 20, modelBuffer: 100 }
const peak = { node: 3, activationBytes: 30, workspaceBytes: 25, alive: [] }
const PLAN = { totals, totalBytes: 470, peak, residentSetBytes: 500 }

/** Levels that are not the level before with the steps between. */
function broken(all: readonly Stair[]): string[] {
  let height = 0
  return all.flatMap(({ kind, name, bytes }, index) => {
    if (bytes === null) return []
    if (kind === 'step') {
      height += bytes
      return []
    }
    const wrong = index > 0 && height !== bytes
    height = bytes
    return wrong ? [name.id] : []
  })
}

describe('the staircase', () => {
  it('leads from the file to the process, each level explained by its steps', () => {
    const all = stairs(100, PLAN)
    expect(broken(all)).toEqual([])
    expect(all.filter(({ kind }) => kind === 'level').map(({ name, bytes }) => [english(name), bytes])).toEqual([
      ['Weights in the file', 100],
      ['Packed weights', 300],
      ['Held, the total', 470],
      ['In use at the peak', 455],
      ['Resident set', 500],
    ])
  })

  it('says where the resident set is not modelled, and leaves the peak out where nothing runs', () => {
    const all = stairs(400, { ...PLAN, peak: null, residentSetBytes: null })
    expect(broken(all)).toEqual([])
    expect(all.at(-1)).toEqual({ kind: 'level', name: { id: 'stairs.resident' }, bytes: null })
    expect(all.some(({ name }) => name.id === 'stairs.inUse')).toBe(false)
    expect(all.find(({ name }) => name.id === 'stairs.packing')?.bytes).toBe(-100)
  })

  it('ends in what a system reports of a program, with what is beyond the model between', () => {
    const all = stairs(100, PLAN, 620)
    expect(broken(all)).toEqual([])
    expect(all.slice(-2).map(({ name, bytes }) => [name.id, bytes])).toEqual([
      ['stairs.beyond', 120],
      ['stairs.reported', 620],
    ])
    expect(stairs(100, { ...PLAN, residentSetBytes: null }, 460).at(-2)?.bytes).toBe(-10)
  })

  it('has bars of steps between the levels', () => {
    const bars = stairBars(stairs(100, PLAN)).map(({ stair, from, to }) => [stair.name.id, from, to])
    expect(bars.slice(0, 3)).toEqual([
      ['stairs.file', 0, 100],
      ['stairs.packing', 100, 300],
      ['stairs.packed', 0, 300],
    ])
    expect(bars.find(([id]) => id === 'stairs.idle')).toEqual(['stairs.idle', 455, 470])
  })
})
