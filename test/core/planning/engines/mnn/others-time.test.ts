// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import { timeRatio } from '#core/planning/advice/time'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { ModelSketch } from './model-sketch'

/** 1 operation and, from everywhere, 1 byte a nanosecond. */
const SLOW = {
  processor: 'Slow',
  threads: 4,
  arithmetic: [{ isa: 'avx2', rate: 1 }],
  reading: [{ level: 'memory', bytes: 1024, one: 1, all: 4 }],
} as const

/** A convolution, and a difference of what it makes and itself twice over: 8 channels of 4×4, 512 bytes a tensor. */
function plan(threads: number, memory = 'normal') {
  const sketch = new ModelSketch('mnn')
  const conv = sketch.conv(sketch.input([1, 8, 4, 4]), { outChannels: 8, kernel: 3, pad: 1 })
  const add = () => sketch.node({ kind: 'Binary', function: 'add', activation: 'none' }, [conv, conv], [1, 8, 4, 4])
  return planned(sketch, [add(), add()], threads, memory)
}

function planned(sketch: ModelSketch, outputs: readonly number[], threads: number, memory = 'normal') {
  const shaped = sketch.shaped(outputs)
  const configuration: Configuration = { profile: 'mnn-3.6.1', settings: { memory }, threads, isa: 'avx2' }
  const made = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null, timesFor: SLOW })
  if (!made.ok) throw new Error(english(made.problem.message))
  return made.value
}

it('what runs beside the layers takes the time of the bytes that it reads and writes, shared among threads', () => {
  // Three tensors each, read at one byte a nanosecond, and one and a half operations for each byte.
  expect(plan(1).othersNanoseconds).toBe(2 * 3 * 512 * (1 + 1.5))
  expect(plan(4).othersNanoseconds).toBe((2 * 3 * 512 * (1 + 1.5)) / 4)
})

it('a raster takes that of what it copies, however much its source has', () => {
  const copied = (channels: number) => {
    const sketch = new ModelSketch('mnn')
    const whole = sketch.input([1, channels, 4, 4])
    const part = sketch.node(
      { kind: 'Slice', starts: [0, 0, 0, 0], steps: [1, 1, 1, 1], counts: [1, 4, 4, 4] },
      [whole],
      [1, 4, 4, 4],
    )
    return planned(sketch, [part], 1).othersNanoseconds
  }
  expect(copied(64)).toBeGreaterThan(0)
  expect(copied(64)).toBe(copied(8))
})

it('draws ratios of times to 1, where it is as long in both', () => {
  const [normal, low] = [plan(1), plan(1, 'low')]
  const { othersNanoseconds: _, ...layers } = normal
  const alone = timeRatio(layers, low) ?? 1
  expect(alone).not.toBe(1)
  expect(Math.abs((timeRatio(normal, low) ?? 1) - 1)).toBeLessThan(Math.abs(alone - 1))
})
