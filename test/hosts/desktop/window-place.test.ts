// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { reachable, type WindowPlace } from '#hosts/desktop/window-place'

const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 }
const at = (x: number, y: number): WindowPlace => ({ bounds: { width: 1200, height: 800, x, y }, maximised: false })

describe('the place of the window', () => {
  it.each([
    [10, 10],
    [-1100, 0],
    [1800, 900],
  ])('stays at %d, %d, where it can be got hold of', (x, y) => {
    expect(reachable(at(x, y), [SCREEN])).toEqual(at(x, y))
  })
  it.each([
    [2500, 10],
    [-1190, 10],
    [10, 1060],
    [10, -300],
  ])('is left to the system where %d, %d is on no screen', (x, y) => {
    expect(reachable(at(x, y), [SCREEN]).bounds).toEqual({ width: 1200, height: 800 })
    expect(reachable(at(x, y), [SCREEN, { x: x - 5, y: y - 5, width: 1920, height: 1080 }])).toEqual(at(x, y))
  })
})
