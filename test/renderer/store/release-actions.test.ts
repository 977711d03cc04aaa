// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { fail, ok, type Result } from '#contract/errors'
import type { EngineLadder, Ladder } from '#contract/releases'
import { createApp } from '#renderer/store/create-app'
import { aLadder, aRelease } from '../features/releases/ladder'
import { deferred, fakeBridge } from '../support/fake-bridge'

const LADDERS: readonly Ladder[] = [aLadder({}, [aRelease('2.8.1', 1), aRelease('3.6.1', 1)])]
const CANCELLED = fail({ code: 'cancelled', message: { id: 'problem.superseded' } })

describe('releases', () => {
  it('are asked for once for all that they cover, and anew for anything else', async () => {
    const asked: string[] = []
    const bridge = fakeBridge({
      'plan:releases': (_id, { profile, threads }) => {
        asked.push(`${profile} ${threads}`)
        return ok(LADDERS)
      },
    })
    const { store, actions, connect } = createApp(bridge)
    connect()
    await actions.askReleases()
    expect(asked).toEqual([])
    await actions.openPath('/a')
    const { configuration } = store.getState()
    await actions.adopt({ ...configuration, profile: 'mnn-2.8.1', threads: 2 })
    await actions.askReleases()
    await actions.adopt({ ...store.getState().configuration, profile: 'mnn-3.6.1' })
    await actions.askReleases()
    expect(asked).toEqual(['mnn-2.8.1 2'])
    expect(store.getState().ladders?.answer).toEqual(ok(LADDERS))
    await actions.adopt({ ...store.getState().configuration, threads: 1 })
    await actions.askReleases()
    expect(asked).toEqual(['mnn-2.8.1 2', 'mnn-3.6.1 1'])
  })

  it('of all engines are asked for once for a configuration, with progress of their own', async () => {
    const slow = deferred<Result<readonly EngineLadder[]>>()
    const asked: string[] = []
    const bridge = fakeBridge({
      'plan:engines': (_id, { profile }) => {
        asked.push(profile)
        return slow.promise
      },
    })
    const { store, actions, connect } = createApp(bridge)
    connect()
    await actions.openPath('/a')
    const { configuration } = store.getState()
    const first = actions.askEngines()
    bridge.push('plan:advice-progress', { of: 'releases', plans: 3 })
    expect(store.getState().engines).toMatchObject({ plans: 3, answer: null })
    await actions.askEngines()
    slow.resolve(ok([]))
    await first
    await actions.askEngines()
    expect(asked).toEqual([configuration.profile])
    expect(store.getState().engines?.answer).toEqual(ok([]))
    await actions.adopt({ ...configuration, threads: configuration.threads + 1 })
    await actions.askEngines()
    expect(asked).toHaveLength(2)
  })

  it('tell their progress, and can be given up and asked for again', async () => {
    const slow = deferred<Result<readonly Ladder[]>>()
    const answers = [slow.promise, Promise.resolve(ok(LADDERS))]
    const bridge = fakeBridge({
      'plan:releases': () => answers.shift() ?? ok([]),
      'plan:cancel-releases': () => {
        slow.resolve(CANCELLED)
        return ok(undefined)
      },
    })
    const { store, actions, connect } = createApp(bridge)
    connect()
    await actions.openPath('/a')
    const asked = actions.askReleases()
    bridge.push('plan:advice-progress', { of: 'releases', plans: 7 })
    expect(store.getState().ladders).toMatchObject({ plans: 7, answer: null })
    await actions.cancelReleases()
    await asked
    expect(store.getState().ladders?.answer).toEqual(CANCELLED)
    await actions.askReleases()
    expect(store.getState().ladders?.answer).toEqual(ok(LADDERS))
  })

  it('are compared two by two, whatever was compared before', async () => {
    const { store, actions } = createApp(fakeBridge())
    await actions.openPath('/a')
    const [a, b] = LADDERS[0]?.releases.map(({ configuration }) => configuration) ?? []
    if (a === undefined || b === undefined) throw new Error('there are two')
    await actions.compareConfigurations(a, b)
    expect(store.getState()).toMatchObject({ baseline: a, configuration: b, tab: 'compare' })
    expect(store.getState().comparison).not.toBeNull()
  })

  it('of every engine are exported as they were asked for', async () => {
    const exported: unknown[] = []
    const bridge = fakeBridge({
      'export:engines': (...args) => {
        exported.push(args)
        return ok(null)
      },
    })
    const { store, actions } = createApp(bridge)
    await actions.exportEngines('json')
    await actions.openPath('/a')
    await actions.askEngines()
    const { model, configuration } = store.getState()
    await actions.exportEngines('json')
    expect(exported).toEqual([[model?.id, configuration, 'json']])
  })

  it('are exported as they were asked for', async () => {
    const exported: unknown[] = []
    const bridge = fakeBridge({
      'plan:releases': () => ok(LADDERS),
      'export:releases': (...args) => {
        exported.push(args)
        return ok(null)
      },
    })
    const { store, actions } = createApp(bridge)
    await actions.exportReleases('csv')
    await actions.openPath('/a')
    await actions.askReleases()
    const { model, configuration } = store.getState()
    await actions.exportReleases('csv')
    expect(exported).toEqual([[model?.id, configuration, 'csv', 'en']])
  })
})
