// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { fail, ok, type Result } from '#contract/errors'
import type { Plan } from '#contract/plan'
import { profileOf } from '#core/planning/engines/index'
import { spoken } from '#messages/say'
import { createApp } from '#renderer/store/create-app'
import { aPlan, deferred, fakeBridge } from '../support/fake-bridge'

describe('planning', () => {
  it('keeps the plan that was asked for last, whichever answers last', async () => {
    const slow = deferred<Result<Plan>>()
    const bridge = fakeBridge({
      'plan:create': (id, configuration) =>
        configuration.settings['memory'] === 'low' ? slow.promise : ok(aPlan(id, configuration, 7)),
    })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a')
    const low = actions.configure({ settings: { memory: 'low' } })
    await actions.configure({ settings: { memory: 'high' } })
    slow.resolve(ok(aPlan('a', { ...store.getState().configuration, settings: { memory: 'low' } }, 1)))
    await low
    expect(store.getState().plan).toMatchObject({ totalBytes: 7, configuration: { settings: { memory: 'high' } } })
  })

  it('asks nobody for a plan that was shown before, until the same may be planned otherwise', async () => {
    const asked: unknown[] = []
    const bridge = fakeBridge({
      'plan:create': (id, configuration) => {
        asked.push(configuration.settings['memory'])
        return ok(aPlan(id, configuration, asked.length))
      },
    })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a')
    await actions.configure({ settings: { memory: 'low' } })
    await actions.configure({ settings: { memory: 'high' } })
    const { length } = asked
    await actions.configure({ settings: { memory: 'low' } })
    expect(asked).toHaveLength(length)
    expect(store.getState().plan).toMatchObject({
      totalBytes: length - 1,
      configuration: { settings: { memory: 'low' } },
    })
    // Kernels were measured meanwhile: no plan of before holds.
    await actions.receiveTuningEnd({ outcome: 'finished' })
    await actions.configure({ settings: { memory: 'high' } })
    expect(asked.slice(length)).toEqual(['low', 'high'])
  })

  it('keeps no plan that came when the same may be planned otherwise already', async () => {
    const slow = deferred<Result<Plan>>()
    let total = 0
    const bridge = fakeBridge({
      'plan:create': (id, configuration) => {
        total += 1
        return total === 2 ? slow.promise : ok(aPlan(id, configuration, total))
      },
    })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a')
    const before = actions.configure({ settings: { memory: 'low' } })
    await actions.replan()
    slow.resolve(ok(aPlan('a', store.getState().configuration, 2)))
    await before
    await actions.configure({ settings: { memory: 'high' } })
    await actions.configure({ settings: { memory: 'low' } })
    expect(store.getState().plan?.totalBytes).toBe(3)
  })

  it('asks nobody who watches the store where nothing changes', async () => {
    const { store, actions } = createApp(fakeBridge())
    await actions.openPath('/a')
    const seen: (readonly unknown[])[] = []
    store.subscribe((now, before) => {
      const changed = Object.entries(now).filter(
        ([key, value]) => !Object.is(value, before[key as keyof typeof before]),
      )
      seen.push(changed.map(([key]) => key))
    })
    await actions.configure({ threads: 3 })
    expect(seen.length).toBeGreaterThan(1)
    expect(seen.filter((changed) => changed.length === 0)).toEqual([])
  })

  it('takes all that a device and build stand for, and leaves other settings alone', async () => {
    const bridge = fakeBridge()
    const { store, actions, connect } = createApp(bridge)
    connect()
    await actions.openPath('/a')
    await actions.adopt({ profile: 'mnn-3.6.1', isa: 'avx2', threads: 2, settings: { memory: 'low' } })
    const target = profileOf('mnn-3.6.1')?.traits.targets?.find(({ id }) => id === 'phone-half')
    if (target === undefined) throw new Error('there is one')
    await actions.chooseTarget(target)
    expect(store.getState().configuration).toEqual({
      profile: 'mnn-3.6.1',
      isa: 'arm64-fp16',
      threads: 2,
      settings: { memory: 'low', backend: 'cpu', precision: 'low' },
    })
  })

  it('drops the plan of a model that has been replaced', async () => {
    const slow = deferred<Result<Plan>>()
    const bridge = fakeBridge({
      'plan:create': (id, configuration) =>
        configuration.threads === 9 ? slow.promise : ok(aPlan(id, configuration, 5)),
    })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a')
    const late = actions.configure({ threads: 9 })
    const opened = actions.openPath('/b')
    await actions.configure({ threads: 1 })
    slow.resolve(ok(aPlan('a', store.getState().configuration, 1)))
    await Promise.all([late, opened])
    expect(store.getState().plan?.modelId).toBe('b')
  })

  it('shows why a plan failed and keeps the former one', async () => {
    const bridge = fakeBridge({
      'plan:create': (id, configuration) =>
        configuration.profile === 'convscope'
          ? fail({ code: 'engine/unavailable', message: spoken('No engine.') })
          : ok(aPlan(id, configuration)),
    })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a')
    const { plan } = store.getState()
    await actions.configure({ profile: 'convscope' })
    expect(store.getState()).toMatchObject({ plan, problem: { code: 'engine/unavailable' } })
  })
})

describe('comparison', () => {
  it('does not take an override that the plan refuses', async () => {
    const bridge = fakeBridge({
      'plan:create': (id, configuration) =>
        configuration.overrides === undefined
          ? ok(aPlan(id, configuration))
          : fail({ code: 'plan/impossible-override', message: spoken('“conv” cannot be Winograd: its stride is 2.') }),
    })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a')
    const { configuration } = store.getState()
    await actions.configure({ overrides: [{ layers: 'conv', algorithm: 'winograd' }] })
    expect(store.getState()).toMatchObject({ problem: { code: 'plan/impossible-override' } })
    expect(store.getState().configuration).toEqual(configuration)
  })

  it('compares A with every later configuration and not with itself', async () => {
    const { store, actions } = createApp(fakeBridge())
    await actions.openPath('/a')
    const a = store.getState().configuration
    actions.keepAsBaseline()
    expect(store.getState().comparison).toBeNull()
    await actions.configure({ settings: { memory: 'low' } })
    expect(store.getState().comparison).toMatchObject({
      a: { configuration: a },
      b: { configuration: { settings: { memory: 'low' } } },
    })
    await actions.configure({ settings: a.settings })
    expect(store.getState().comparison).toBeNull()
  })

  it('exchanges A and B', async () => {
    const { store, actions } = createApp(fakeBridge())
    await actions.openPath('/a')
    const a = store.getState().configuration
    actions.keepAsBaseline()
    await actions.configure({ settings: { memory: 'low' } })
    const b = store.getState().configuration
    await actions.swap()
    expect(store.getState()).toMatchObject({ baseline: b, configuration: a })
    expect(store.getState().comparison).toMatchObject({ a: { configuration: b }, b: { configuration: a } })
  })

  it('exports what is on screen, and tells how it went', async () => {
    const bridge = fakeBridge({
      'export:comparison': (_request, _letter, format) =>
        format === 'csv' ? ok('/x.csv') : fail({ code: 'file/unwritable', message: spoken('Cannot write “x.json”.') }),
    })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a')
    await actions.exportComparison('csv')
    expect(bridge.calls.map(({ channel }) => channel)).not.toContain('export:comparison')
    actions.keepAsBaseline()
    await actions.configure({ settings: { memory: 'low' } })
    await actions.exportComparison('csv')
    await actions.exportComparison('json')
    expect(store.getState().notices.map(({ kind, text }) => [kind, text])).toEqual([
      ['failure', expect.stringContaining('nothing to export')],
      ['success', 'Saved /x.csv'],
      ['failure', 'Cannot write “x.json”.'],
    ])
  })
})
