// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { aliveAt, stepOfNode } from '#renderer/lib/timeline/playhead'
import { anArena } from '../../support/an-arena'

describe('the step of a node', () => {
  const steps = [{ node: 0 }, { node: 2 }, { node: 5 }]

  it('is its own, and that of the last before it where it has none', () => {
    expect([0, 2, 5].map((node) => stepOfNode(steps, node))).toEqual([0, 1, 2])
    expect(stepOfNode(steps, 4)).toBe(1)
    expect(stepOfNode(steps, 9)).toBe(2)
  })

  it('is none before the first', () => {
    expect(stepOfNode([{ node: 3 }], 1)).toBe(-1)
  })
})

describe('what is alive at a step', () => {
  it('has all that lives at some moment of it, the largest first', () => {
    expect(aliveAt(anArena(), 0)).toEqual([0])
    expect(aliveAt(anArena(), 1)).toEqual([1, 0, 2])
    expect(aliveAt(anArena(), 2)).toEqual([1])
  })
})
