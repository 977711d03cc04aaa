// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { timeLeft } from '#renderer/ui/time-left'

describe('time left', () => {
  const since = { at: 1000, fraction: 0.4 }
  it('follows the pace since the phase began', () => {
    expect(timeLeft(since, { at: 3000, fraction: 0.6 })).toBeCloseTo(4000)
    expect(timeLeft(since, { at: 5000, fraction: 0.6 })).toBeCloseTo(8000)
  })
  it('is not told too early, nor at the end', () => {
    expect(timeLeft(since, { at: 1100, fraction: 0.9 })).toBeNull()
    expect(timeLeft(since, { at: 9000, fraction: 0.41 })).toBeNull()
    expect(timeLeft(since, { at: 9000, fraction: 1 })).toBeNull()
  })
})
