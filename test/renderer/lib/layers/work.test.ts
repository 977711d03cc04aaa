// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { layerWork, windowText } from '#renderer/lib/layers/work'
import { view } from '../../../core/export/support/saved-network'

it('a card tells kernel, stride and channels of a layer', () => {
  expect(windowText({ kernel: [3, 3], strides: [1, 1] })).toBe('3×3')
  expect(windowText({ kernel: [3, 3], strides: [2, 2] })).toBe('3×3 s2')
  expect(windowText({ kernel: [1, 7], strides: [1, 2] })).toBe('1×7 s1×2')
  const [first] = view.nodes.filter(({ op }) => op === 'Conv')
  expect(first && layerWork(view, { ...first, window: { kernel: [3, 3], strides: [1, 1] } })).toBe('3×3 · 3→64')
  const other = view.nodes.find(({ op }) => op !== 'Conv' && op !== 'Gemm')
  expect(other && layerWork(view, other)).toBe('')
})
