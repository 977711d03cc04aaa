// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { PlanPeak } from '#contract/plan'
import type { ShapedModel } from '#core/model/shapes'
import { lower } from '#core/planning/engines/convscope/lowering/lower'
import { ShapedBuilder } from './shaped'
import { strictCatalog, TILED } from './strict-catalog'

function peakOf(shaped: ShapedModel): PlanPeak {
  const choices = new Map(shaped.model.nodes.map(({ id }) => [id, TILED]))
  const { peak, steps, program } = lower(
    shaped,
    choices,
    { isa: 'avx2', threads: 2, weights: 'float32' },
    strictCatalog,
  )
  if (peak === null) throw new Error('Nothing runs.')
  // What is alive adds up to the step's bytes, which the arena has room for.
  expect(peak.alive.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(peak.activationBytes)
  expect(peak.activationBytes).toBeLessThanOrEqual(program.arenaBytes)
  const needed = steps.map(({ activationBytes, workspaceBytes }) => activationBytes + workspaceBytes)
  expect(peak.activationBytes + peak.workspaceBytes).toBe(Math.max(...needed))
  return peak
}

describe('the peak of a program', () => {
  it('names tensors with the bytes of their layout, what makes and what last reads them', () => {
    const b = new ShapedBuilder()
    const x = b.input(1, 8, 8, 8)
    const wide = b.conv(x, 20)
    const peak = peakOf(b.build(b.softmax(b.conv(wide, 8))))
    // 20 channels are three blocks of eight.
    expect(peak.alive[0]).toMatchObject({ dims: [1, 20, 8, 8], bytes: 4 * 24 * 64, producer: 0, lastUse: 1 })
    expect(peak.alive).toHaveLength(2)
  })

  it('has inputs and outputs of the model as such', () => {
    const b = new ShapedBuilder()
    const x = b.input(4, 100)
    const peak = peakOf(b.build(b.softmax(x)))
    expect(peak.alive.map(({ producer, lastUse }) => [producer, lastUse])).toEqual([
      [null, 0],
      [0, null],
    ])
  })

  it('counts once what is written where it was read', () => {
    const b = new ShapedBuilder()
    const x = b.input(4, 100)
    const y = b.relu(b.softmax(x))
    const peak = peakOf(b.build(b.relu(y)))
    expect(peak.alive.map(({ bytes }) => bytes)).toEqual([1600, 1600])
  })

  it('counts parts that lie in what they are joined into with the whole', () => {
    const b = new ShapedBuilder()
    const [x, y] = [b.input(1, 64), b.input(1, 32)]
    const whole = b.concat([b.softmax(x), b.softmax(y)], 1)
    const peak = peakOf(b.build(b.softmax(whole)))
    expect(peak.alive.map(({ dims }) => dims)).toContainEqual([1, 96])
  })

  it('has a copy in another layout beside what it is a copy of', () => {
    const b = new ShapedBuilder()
    const x = b.input(1, 8, 16, 16)
    const peak = peakOf(b.build(b.add([b.conv(x, 8), b.softmax(x)], [1, 8, 16, 16])))
    const names = peak.alive.map(({ name }) => name)
    expect(names.length).toBeGreaterThan(new Set(names).size)
  })
})
