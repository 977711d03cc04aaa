// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Setting } from '#contract/configuration'
import { stepsOf } from '#contract/releases'
import { groupsOf, mainCause, movedBy, pointsOf } from '#renderer/features/releases/ladder-rows'
import { aCause, aLadder, aRelease } from './ladder'

const SETTING: Setting = { id: 'memory', values: ['low', 'normal', 'high'], default: 'normal', redefined: true }
const RELEASES = [aRelease('1', 100), aRelease('2', 100), aRelease('3', 300, [aCause(200, [1, 2])]), aRelease('4', 300)]

describe('ladders', () => {
  it('are one where every release takes the same, with all values that give it', () => {
    const flat = [aRelease('1', 100), aRelease('2', 100)]
    const other = [aRelease('1', 100), aRelease('2', 90)]
    const groups = groupsOf(
      [aLadder({ memory: 'low' }, other), aLadder({}, flat), aLadder({ memory: 'high' }, flat)],
      SETTING,
    )
    expect(groups.map(({ values }) => values)).toEqual([['low'], ['normal', 'high']])
    expect(groupsOf([aLadder({}, flat)], null).map(({ values }) => values)).toEqual([[]])
  })

  it('tell of each release the step that led to it, and what the others take', () => {
    const shorter = aLadder({ memory: 'low' }, [aRelease('2', 50), aRelease('3', 60), aRelease('4', 70)])
    const points = pointsOf(RELEASES, [shorter])
    expect(points.map(({ step }) => step?.release.version ?? null)).toEqual([null, null, '3', '3'])
    expect(points.map(({ others }) => others)).toEqual([[null], [60], [70], [80]])
    expect(points[2]).toMatchObject({ index: 2, packedWeights: 300, activations: 10 })
  })
})

describe('a step', () => {
  it('is where a figure or an algorithm changes', () => {
    const moved = [...RELEASES, aRelease('5', 300, [aCause(0, [7])])]
    expect(stepsOf(moved).map(({ release, bytes }) => [release.version, bytes])).toEqual([
      ['3', 200],
      ['5', 0],
    ])
  })

  it('is named after the rule that did most, either way', () => {
    const causes = [aCause(50, [1]), aCause(-200, [1, 2]), aCause(100)]
    const [step] = stepsOf([aRelease('1', 100), aRelease('2', 50, causes)])
    if (step === undefined) throw new Error('it changes')
    expect(mainCause(step)).toBe(causes[1])
    expect(movedBy(step)).toBe(2)
  })
})
