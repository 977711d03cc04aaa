// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { createPace } from '#core/attach/pace'

it('a turn that had to wait makes no long pause; dear turns do', () => {
  const pause = createPace(0.05)
  expect(pause(1)).toBeCloseTo(19)
  expect(pause(100)).toBeCloseTo(19)
  expect(pause(2)).toBeCloseTo(38)
  expect(pause(50)).toBeCloseTo(38)
  expect(pause(50)).toBeCloseTo(950)
})
