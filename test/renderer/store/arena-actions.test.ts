// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { ok } from '#contract/errors'
import { createApp } from '#renderer/store/create-app'
import { selectAlive, selectMoment, selectStep } from '#renderer/store/selectors'
import { anArena } from '../support/an-arena'
import { aPlan, fakeBridge } from '../support/fake-bridge'

const steps = [0, 1, 2].map((node) => ({ node, activationBytes: 1, workspaceBytes: 0 }))

async function opened() {
  const asked: string[] = []
  const bridge = fakeBridge({
    'plan:create': (id, configuration) => ok({ ...aPlan(id, configuration), steps }),
    'plan:arena': (_id, { profile }, origin) => {
      asked.push(`${profile} ${origin}`)
      return ok(anArena())
    },
  })
  const app = createApp(bridge)
  app.connect()
  await app.actions.openPath('/a')
  return { ...app, asked }
}

describe('placements', () => {
  it('are asked for only when somebody wants them, once for each plan and origin', async () => {
    const { store, actions, asked } = await opened()
    expect(asked).toEqual([])
    await actions.askArena('plan')
    await actions.askArena('plan')
    await actions.askArena('run')
    expect(asked).toHaveLength(2)
    await actions.adopt({ ...store.getState().configuration, threads: 1 })
    await actions.askArena('plan')
    expect(asked).toHaveLength(3)
  })
})

describe('the playhead', () => {
  it('goes from step to step, stays within them, and makes no new plan', async () => {
    const { store, actions } = await opened()
    const { plan } = store.getState()
    actions.seekBy(1)
    expect(selectStep(store.getState())).toBe(0)
    actions.seekBy(1)
    actions.seekBy(1)
    actions.seekBy(1)
    expect(selectStep(store.getState())).toBe(2)
    actions.seekBy(-1)
    expect(store.getState().playhead).toBe(1)
    actions.seek(null)
    actions.seekBy(-1)
    expect(selectStep(store.getState())).toBe(2)
    expect(store.getState().plan).toBe(plan)
  })

  it('tells what is alive there, and which nodes have made it', async () => {
    const { store, actions } = await opened()
    actions.seek(2)
    expect(selectAlive(store.getState())).toBeNull()
    await actions.askArena('plan')
    expect(selectAlive(store.getState())?.map(({ bytes }) => bytes)).toEqual([200])
    expect([0, 1, 2].map((node) => selectMoment(store.getState(), node))).toEqual([null, 'alive', 'here'])
    actions.seek(null)
    expect(selectMoment(store.getState(), 2)).toBeNull()
  })

  it('plays from the beginning, stops at the end, and goes with its model', async () => {
    const { store, actions } = await opened()
    actions.seek(2)
    actions.play(true)
    expect(store.getState()).toMatchObject({ playhead: 0, playing: true })
    actions.advance(1)
    expect(store.getState()).toMatchObject({ playhead: 1, playing: true })
    actions.advance(5)
    expect(store.getState()).toMatchObject({ playhead: 2, playing: false })
    await actions.openPath('/b')
    expect(store.getState()).toMatchObject({ playhead: null, playing: false })
  })
})
