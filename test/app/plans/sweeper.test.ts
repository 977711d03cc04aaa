// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { createSweeper } from '#app/plans/sweeper'
import type { SweepProgress, SweepRequest } from '#contract/sweep'
import { openSample } from '../../core/support/open-sample'

const { store, planner, id } = await openSample()
const REQUEST: SweepRequest = {
  modelId: id,
  configuration: { profile: 'mnn-2.8.1', threads: 1, isa: 'avx2', settings: {} },
  axis: { kind: 'size', dimensions: ['height', 'width'], values: [64, 96] },
  resized: true,
}

describe('sweeps', () => {
  it('tell their progress in values and keep the last answer for its model', async () => {
    const told: SweepProgress[] = []
    const sweeper = createSweeper({ store, planner }, { progress: (progress) => void told.push(progress) })
    expect(sweeper.last(id)).toBeNull()
    const answer = await sweeper.sweep(REQUEST)
    expect(told.at(-1)).toEqual({ done: 2, points: 2 })
    expect(answer.ok && sweeper.last(id)).toBe(answer.ok && answer.value)
    expect(sweeper.last('other')).toBeNull()
  })

  it('are given up for a newer one, and when told', async () => {
    const sweeper = createSweeper({ store, planner }, { progress: () => {} })
    const first = sweeper.sweep(REQUEST)
    const second = sweeper.sweep({ ...REQUEST, axis: { kind: 'threads', values: [1, 2, 3] } })
    expect(await first).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
    sweeper.cancel()
    expect(await second).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
  })

  it('are refused for a dimension that no input has, and for a model that is closed', async () => {
    const sweeper = createSweeper({ store, planner }, { progress: () => {} })
    const axis = { kind: 'size', dimensions: ['depth'], values: [1] } as const
    expect(await sweeper.sweep({ ...REQUEST, axis })).toMatchObject({ problem: { code: 'run/input-mismatch' } })
    expect(await sweeper.sweep({ ...REQUEST, modelId: 'gone' })).toMatchObject({ problem: { code: 'model/not-open' } })
  })
})
