// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { fail, ok, type Result } from '#contract/errors'
import type { Sweep, SweepAxis } from '#contract/sweep'
import { spoken } from '#messages/say'
import { createApp } from '#renderer/store/create-app'
import { deferred, fakeBridge } from '../support/fake-bridge'

const THREADS: SweepAxis = { kind: 'threads', values: [1, 2] }
const BATCHES: SweepAxis = { kind: 'size', dimensions: ['batch'], values: [1, 2, 3] }

describe('a sweep', () => {
  it('tells how far it is, and keeps the answer to the newest request', async () => {
    const slow = deferred<Result<Sweep>>()
    const bridge = fakeBridge({
      'plan:sweep': ({ configuration, axis }) =>
        axis.kind === 'threads' ? slow.promise : ok({ configuration, axis, points: [], changes: [], resized: null }),
    })
    const { store, actions, connect } = createApp(bridge)
    const stop = connect()
    await actions.openPath('/a')
    const late = actions.askSweep(THREADS, false)
    bridge.push('plan:sweep-progress', { done: 1, points: 2 })
    expect(store.getState().sweep).toMatchObject({ done: 1, answer: null })
    await actions.askSweep(BATCHES, true)
    slow.resolve(fail({ code: 'cancelled', message: spoken('') }))
    await late
    expect(store.getState().sweep).toMatchObject({ request: { axis: BATCHES, resized: true }, answer: { ok: true } })
    bridge.push('plan:sweep-progress', { done: 2, points: 2 })
    expect(store.getState().sweep?.done).toBe(0)
    stop()
  })

  it('goes with the shapes that it was made for, and asks for nothing without a model', async () => {
    const bridge = fakeBridge()
    const { store, actions } = createApp(bridge)
    await actions.askSweep(THREADS, false)
    expect(bridge.calls).toEqual([])
    await actions.openPath('/a')
    await actions.askSweep(THREADS, false)
    await actions.setInputShapes({})
    expect(store.getState().sweep).toBeNull()
  })

  it('has both sides of a change compared in full', async () => {
    const { store, actions } = createApp(fakeBridge())
    await actions.openPath('/a')
    const a = store.getState().configuration
    await actions.compareConfigurations(a, { ...a, threads: 3 })
    expect(store.getState()).toMatchObject({ baseline: a, configuration: { threads: 3 }, tab: 'compare' })
  })
})
