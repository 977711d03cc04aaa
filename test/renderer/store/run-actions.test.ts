// SPDX-License-Identifier: Apache-2.0
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fail, ok, type Result } from '#contract/errors'
import type { RunId } from '#contract/timeline'
import { spoken } from '#messages/say'
import { configurationKey } from '#renderer/lib/configurations'
import { createApp } from '#renderer/store/create-app'
import { batch } from '../support/batches'
import { aReport, deferred, fakeBridge, type Handlers } from '../support/fake-bridge'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function ready(handlers: Partial<Handlers> = {}) {
  const bridge = fakeBridge(handlers)
  const app = createApp(bridge)
  app.connect()
  await app.actions.openPath('/a')
  return { bridge, ...app }
}

describe('a run', () => {
  it('shows its timeline while it goes on and keeps its report under its configuration', async () => {
    const { bridge, store, actions } = await ready()
    await actions.startRun()
    const { configuration } = store.getState()
    bridge.push('run:events', { runId: 'run-1', batch: batch(0, [{ kind: 'allocate', bytes: 9 }]) })
    vi.advanceTimersByTime(1000)
    expect(store.getState().run?.timeline.log.peak?.total).toBe(9)
    bridge.push('run:events', { runId: 'run-1', batch: batch(1, [{ kind: 'allocate', bytes: 9 }]) })
    bridge.push('run:end', { runId: 'run-1', outcome: 'finished', report: aReport('run-1', 'a', configuration) })
    expect(store.getState().run).toBeNull()
    expect(store.getState().measurements.get(configurationKey(configuration))).toMatchObject({
      report: { runId: 'run-1' },
      timeline: { log: { peak: { total: 18 } } },
    })
  })

  it('takes events that arrive before the answer that names it', async () => {
    const answer = deferred<Result<RunId>>()
    const { bridge, store, actions } = await ready({ 'run:start': () => answer.promise })
    const started = actions.startRun()
    bridge.push('run:events', { runId: 'run-1', batch: batch(0, [{ kind: 'allocate', bytes: 9 }]) })
    answer.resolve(ok('run-1'))
    await started
    vi.advanceTimersByTime(1000)
    expect(store.getState().run).toMatchObject({ runId: 'run-1', timeline: { log: { peak: { total: 9 } } } })
  })

  it('ends well even where the end arrives before the answer that names it', async () => {
    const answer = deferred<Result<RunId>>()
    const { bridge, store, actions } = await ready({ 'run:start': () => answer.promise })
    const started = actions.startRun()
    bridge.push('run:end', { runId: 'run-1', outcome: 'cancelled' })
    answer.resolve(ok('run-1'))
    await started
    expect(store.getState().run).toBeNull()
  })

  it('ignores events of another run', async () => {
    const { bridge, store, actions } = await ready()
    await actions.startRun()
    bridge.push('run:events', { runId: 'run-0', batch: batch(0, [{ kind: 'allocate', bytes: 9 }]) })
    bridge.push('run:end', { runId: 'run-0', outcome: 'cancelled' })
    vi.advanceTimersByTime(1000)
    expect(store.getState().run).toMatchObject({ runId: 'run-1', timeline: { log: { events: 0 } } })
  })

  it('shows why it could not start or failed, and the plan stays', async () => {
    const busy = { code: 'run/busy', message: spoken('Another run.') } as const
    const refused = await ready({ 'run:start': () => fail(busy) })
    await refused.actions.startRun()
    expect(refused.store.getState()).toMatchObject({ run: null, problem: busy })
    expect(refused.store.getState().plan).not.toBeNull()

    const lost = { code: 'run/process-lost', message: spoken('It died.') } as const
    const { bridge, store, actions } = await ready()
    await actions.startRun()
    bridge.push('run:end', { runId: 'run-1', outcome: 'failed', problem: lost })
    expect(store.getState()).toMatchObject({ run: null, problem: lost })
    expect(store.getState().measurements.size).toBe(0)
  })

  it('keeps the timeline of a run that failed or was cancelled', async () => {
    const lost = { code: 'run/process-lost', message: spoken('It died.') } as const
    for (const end of [{ outcome: 'failed', problem: lost }, { outcome: 'cancelled' }] as const) {
      const { bridge, store, actions } = await ready()
      await actions.startRun()
      bridge.push('run:events', { runId: 'run-1', batch: batch(0, [{ kind: 'allocate', bytes: 9 }]) })
      const { configuration } = store.getState()
      const report = { ...aReport('run-1', 'a', configuration), inferenceNs: null, endedEarly: lost.message }
      bridge.push('run:end', { runId: 'run-1', ...end, report })
      const [kept] = store.getState().measurements.values()
      expect(store.getState().run).toBeNull()
      expect(kept?.report.endedEarly).toEqual(lost.message)
      expect(kept?.timeline.log.events).toBe(1)
    }
  })

  it('is stopped when its model is replaced, and leaves no trace', async () => {
    const { bridge, store, actions } = await ready()
    await actions.startRun()
    const { configuration } = store.getState()
    await actions.openPath('/b')
    expect(bridge.calls).toContainEqual({ channel: 'run:cancel', args: ['run-1'] })
    bridge.push('run:end', { runId: 'run-1', outcome: 'finished', report: aReport('run-1', 'a', configuration) })
    expect(store.getState().run).toBeNull()
    expect(store.getState().measurements.size).toBe(0)
  })

  it('brings measurements into the comparison', async () => {
    const { bridge, store, actions } = await ready()
    actions.keepAsBaseline()
    await actions.configure({ settings: { memory: 'low' } })
    await actions.startRun()
    const { configuration } = store.getState()
    bridge.push('run:end', { runId: 'run-1', outcome: 'finished', report: aReport('run-1', 'a', configuration) })
    expect(bridge.calls.at(-1)).toMatchObject({ channel: 'plan:compare', args: [{ b: { runId: 'run-1' } }] })
    expect(bridge.calls.at(-1)?.args[0]).not.toHaveProperty('runA')
  })
})
