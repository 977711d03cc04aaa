// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { stepsOf } from '#contract/releases'
import { stepLabels } from '#renderer/features/releases/step-labels'
import { aCause, aRelease } from './ladder'

const PLOT = { left: 0, right: 1000, x: (index: number) => index * 100, y: (bytes: number) => 400 - bytes }
const TEXT = () => ['1.2.3 +20 MiB', 'a rule'] as const

function labelled(totals: readonly number[], plot = PLOT) {
  const steps = stepsOf(totals.map((bytes, index) => aRelease(`${index}`, bytes, [aCause(1)])))
  return stepLabels(steps, TEXT, plot)
}

describe('texts of steps', () => {
  it('stand where nothing is drawn: left of a rise, right of a fall, below the higher level', () => {
    const [rise, fall] = labelled([0, 0, 0, 0, 100, 100, 0])
    expect(rise).toMatchObject({ anchor: 'end' })
    expect(rise?.x).toBeLessThan(400)
    expect(fall).toMatchObject({ anchor: 'start' })
    expect(fall?.x).toBeGreaterThan(600)
    for (const label of [rise, fall]) {
      expect(label?.y).toBeGreaterThan(PLOT.y(110))
      expect(label?.y).toBeLessThan(PLOT.y(10))
    }
  })

  it('stand above both levels where a step is low', () => {
    const [only] = labelled([200, 200, 200, 190])
    expect(only?.y).toBeLessThan(PLOT.y(210))
  })

  it('are left out where they would leave the plot, lie over a larger step’s, or say little', () => {
    expect(labelled([0, 100], { ...PLOT, left: 50 })).toEqual([])
    expect(labelled([300, 300, 300, 300, 302])).toEqual([])
    const crowded = labelled([0, 100, 0, 90], { ...PLOT, x: (index) => 500 + index * 10 })
    expect(crowded.map(({ step }) => step.bytes)).toEqual([100, -100])
  })

  it('take the room of wide characters', () => {
    const steps = stepsOf([0, 0, 100].map((bytes, index) => aRelease(`${index}`, bytes, [aCause(1)])))
    expect(stepLabels(steps, () => ['内存模式内存模式内存模式内存模式内存模式', ''], PLOT)).toEqual([])
    expect(stepLabels(steps, () => ['memory mode, memory mode', ''], PLOT)).toHaveLength(1)
  })
})
