// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { EngineState } from '#contract/engine'
import { fail, ok, type Problem } from '#contract/errors'
import { createApp } from '#renderer/store/create-app'
import { aPlan, fakeBridge, HOST } from './support/fake-bridge'

const BUILDING: Problem = { code: 'engine/unavailable', message: { id: 'problem.engine.building' } }
const WAITING: EngineState = { executableIsas: [], problem: BUILDING, build: { done: 0, total: 0, unit: 'files' } }
const LOADED: EngineState = { executableIsas: ['avx2', 'sse'], problem: null, build: null }

/** A window that has opened while the engine is compiled, with a model. */
async function openWindow() {
  let engine = WAITING
  const bridge = fakeBridge({
    'app:info': () => ok({ ...HOST, engine, initialModel: '/a.onnx' }),
    'plan:create': (id, configuration) =>
      configuration.profile === 'convscope' && engine.problem !== null
        ? fail(engine.problem)
        : ok(aPlan(id, configuration)),
  })
  const app = createApp(bridge)
  app.connect()
  await app.actions.start()
  const push = async (state: EngineState) => {
    engine = state
    bridge.push('engine:state', state)
    await new Promise((done) => setTimeout(done))
  }
  return { ...app, push }
}

describe('an engine that is compiled behind the window', () => {
  it('tells how far it is', async () => {
    const { store, push } = await openWindow()
    expect(store.getState().host?.engine).toEqual(WAITING)
    const further: EngineState = { ...WAITING, build: { done: 61, total: 115, unit: 'files' } }
    await push(further)
    expect(store.getState().host?.engine).toEqual(further)
    expect(store.getState().problem).toBeNull()
  })

  it('has the plan that waited for it made once it is there', async () => {
    const { store, actions, push } = await openWindow()
    await actions.configure({ profile: 'convscope' })
    expect(store.getState().problem).toEqual(BUILDING)
    await push(LOADED)
    expect(store.getState()).toMatchObject({ problem: null, plan: { configuration: { profile: 'convscope' } } })
  })

  it('sets right what could only be guessed of the machine, and nothing that the user chose', async () => {
    const { store, push } = await openWindow()
    await push({ ...LOADED, executableIsas: ['arm64'] })
    expect(store.getState().configuration.isa).toBe('arm64')

    const other = await openWindow()
    await other.actions.configure({ isa: 'sse' })
    await other.push({ ...LOADED, executableIsas: ['arm64'] })
    expect(other.store.getState().configuration.isa).toBe('sse')
  })

  it('is told of where it could not be compiled', async () => {
    const { store, push } = await openWindow()
    const message = { id: 'problem.engine.buildFailed', reason: 'no compiler', log: '/log' } as const
    await push({ executableIsas: [], problem: { code: 'engine/unavailable', message }, build: null })
    expect(store.getState()).toMatchObject({ problem: { message }, model: { id: 'a.onnx' } })
  })
})
