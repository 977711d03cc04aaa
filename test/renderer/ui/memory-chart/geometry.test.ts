// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { layerTicks } from '#renderer/ui/memory-chart/geometry'

it('an axis of layers says their numbers in tables, not their places on it', () => {
  const nodes = [0, 3, 4, 9, -1]
  expect(layerTicks({ from: 0, to: 6 }, (position) => nodes[position])).toEqual([
    { at: 0.5, layer: 1 },
    { at: 1.5, layer: 4 },
    { at: 2.5, layer: 5 },
    { at: 3.5, layer: 10 },
    { at: 4.5, layer: null },
    { at: 5.5, layer: null },
  ])
})
