// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import {
  byteTicks,
  columnUnit,
  formatAxisBytes,
  formatBytes,
  formatBytesDelta,
  formatDeltaInUnit,
  formatExactBytes,
  formatInUnit,
} from '#renderer/lib/bytes'

const KIB = 1024
const MIB = 1024 * KIB

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1.0 KiB'],
    [1.5 * MIB, '1.50 MiB'],
    [99.99 * MIB, '99.99 MiB'],
    [411.3 * MIB, '411.3 MiB'],
    [1021 * MIB, '1,021.0 MiB'],
    [-2 * MIB, '−2.00 MiB'],
  ])('%d → %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))
})

describe('columns of sizes', () => {
  it('always have two digits', () => {
    expect(formatInUnit(4.5 * MIB, 'MiB')).toBe('4.50')
    expect(formatInUnit(4.5 * MIB, 'KiB')).toBe('4,608.00')
  })
  it('do not pass a few bytes off as none', () => {
    expect(formatInUnit(100, 'MiB')).toBe('< 0.01')
    expect(formatInUnit(0, 'MiB')).toBe('0.00')
  })
  it('take the unit that suits the middle figure', () => {
    expect(columnUnit([10, 2000, 3000, 40 * MIB])).toBe('KiB')
    expect(columnUnit([0, 0, MIB, 2 * MIB])).toBe('MiB')
    expect(columnUnit([])).toBe('MiB')
  })
})

describe('formatBytesDelta', () => {
  it('is always signed', () => {
    expect(formatBytesDelta(MIB)).toBe('+1.00 MiB')
    expect(formatBytesDelta(-MIB)).toBe('−1.00 MiB')
    expect(formatBytesDelta(0)).toBe('±0')
    expect([1.5 * MIB, -MIB, 0, 100].map((delta) => formatDeltaInUnit(delta, 'MiB'))).toEqual([
      '+1.50',
      '−1.00',
      '±0',
      '< +0.01',
    ])
  })
})

describe('formatExactBytes', () => {
  it('groups thousands', () => expect(formatExactBytes(-1_234_567)).toBe('−1,234,567 bytes'))
})

describe('byteTicks', () => {
  it.each([
    [0, 944 * MIB],
    [0, 3 * KIB],
    [-0.7 * MIB, 13.5 * MIB],
    [-5 * MIB, 0],
  ])('spans %d to %d with a few even steps', (low, high) => {
    const ticks = byteTicks(low, high, 5)
    expect(ticks).toContain(0)
    expect(ticks.length).toBeGreaterThanOrEqual(3)
    expect(ticks.length).toBeLessThanOrEqual(8)
    expect(ticks[0]).toBeGreaterThanOrEqual(low)
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(high)
    const steps = new Set(ticks.slice(1).map((tick, index) => tick - (ticks[index] ?? 0)))
    expect(steps.size).toBe(1)
  })

  it('labels steps below one MiB apart from each other', () => {
    const labels = byteTicks(0, 3 * KIB, 5).map(formatAxisBytes)
    expect(new Set(labels).size).toBe(labels.length)
  })
})
