// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Advice, ForcedTotals, Lint, Remedy } from '#contract/advice'
import type { Configuration } from '#contract/configuration'
import { fail, ok, type Result } from '#contract/errors'
import { spoken } from '#messages/say'
import { createApp } from '#renderer/store/create-app'
import { aPlan, deferred, fakeBridge } from '../support/fake-bridge'

function anAdvice(configuration: Configuration): Advice {
  return { modelId: 'a', configuration, lints: [], remedies: [], tried: [], heeded: [] }
}

const A_WARNING: Lint = { kind: 'winograd-without-gain', bytes: 1, layers: [] }

function aRemedy(configuration: Configuration | null): Remedy {
  const totals = { packedWeights: 1, workspace: 0, activations: 0, modelBuffer: 0, inputsOutputs: 0, other: 0 }
  const figures = {
    totals,
    totalBytes: 1,
    lowerBound: false,
    savedBytes: 1,
    timeRatio: 1,
    changedLayers: 0,
    whatIf: false,
  }
  return { id: 'r', changes: [], configuration, code: [], ...figures }
}

describe('advice', () => {
  it('is kept for the plan that is shown, whichever answers last', async () => {
    const slow = deferred<Result<Advice>>()
    const bridge = fakeBridge({
      'plan:advise': (_id, configuration) =>
        configuration.settings['memory'] === 'low' ? slow.promise : ok(anAdvice(configuration)),
    })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a')
    await actions.configure({ settings: { memory: 'low' } })
    const late = actions.advise()
    await actions.configure({ settings: { memory: 'high' } })
    await actions.advise()
    slow.resolve(ok(anAdvice({ ...store.getState().configuration, settings: { memory: 'low' } })))
    await late
    expect(store.getState().advice?.answer).toMatchObject({
      value: { configuration: { settings: { memory: 'high' } } },
    })
  })

  it('is asked for once for a plan, and warnings without it', async () => {
    const bridge = fakeBridge({ 'plan:warnings': () => ok([A_WARNING]) })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a')
    await actions.warn()
    expect(store.getState()).toMatchObject({ warnings: [A_WARNING], advice: null })
    await actions.advise()
    await actions.advise()
    expect(bridge.calls.filter(({ channel }) => channel === 'plan:advise')).toHaveLength(1)
  })

  it('asks for the totals of one layer once, and keeps those of the plan that is shown', async () => {
    const slow = deferred<Result<ForcedTotals>>()
    const asked: number[] = []
    const bridge = fakeBridge({
      'plan:forced-totals': (_id, _configuration, node) => {
        asked.push(node)
        return node === 1 ? slow.promise : ok([null])
      },
    })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a')
    const late = actions.askForced(1)
    await actions.askForced(2)
    slow.resolve(ok([]))
    await late
    await actions.askForced(2)
    expect(store.getState().forced).toMatchObject({ node: 2, totals: [null] })
    await actions.configure({ threads: 3 })
    await actions.askForced(2)
    expect(asked).toEqual([1, 2, 2])
    expect(store.getState().forced?.plan).toBe(store.getState().plan)
  })

  it('says that it failed, and asks for nothing without a plan', async () => {
    const bridge = fakeBridge({ 'plan:advise': () => fail({ code: 'internal/bug', message: spoken('No.') }) })
    const { store, actions } = createApp(bridge)
    await actions.advise()
    expect(bridge.calls).toEqual([])
    await actions.openPath('/a')
    await actions.advise()
    expect(store.getState()).toMatchObject({ advice: { answer: { ok: false } }, problem: null })
  })

  it('is compared with what was there, as A', async () => {
    const { store, actions } = createApp(fakeBridge())
    await actions.openPath('/a')
    const before = store.getState().configuration
    const wanted: Configuration = { ...before, settings: { memory: 'low', winogradLevel: 1 } }
    await actions.compareWith(aRemedy(wanted))
    expect(store.getState()).toMatchObject({ baseline: before, configuration: wanted, tab: 'compare' })
    await actions.compareWith(aRemedy(null))
    expect(store.getState()).toMatchObject({ baseline: before, configuration: wanted })
  })
})

describe('a budget', () => {
  it('is forgotten once it is cancelled', async () => {
    const slow = deferred<Result<never>>()
    const bridge = fakeBridge({ 'plan:budget': () => slow.promise })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a')
    const asked = actions.askBudget(5)
    expect(store.getState().budget).toEqual({ bytes: 5, plans: 0, answer: null })
    await actions.cancelBudget()
    expect(bridge.calls.at(-1)?.channel).toBe('plan:cancel-budget')
    slow.resolve(fail({ code: 'cancelled', message: spoken('') }))
    await asked
    expect(store.getState()).toMatchObject({ budget: null, problem: null })
  })
})

describe('an override', () => {
  it('is taken where the plan takes it, else told without a trace', async () => {
    const bridge = fakeBridge({
      'plan:create': (id, configuration) =>
        configuration.overrides?.some(({ algorithm }) => algorithm === 'winograd')
          ? fail({ code: 'plan/impossible-override', message: spoken('Its stride is 2.') })
          : ok(aPlan(id, configuration)),
    })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a')
    const tiled = { layers: 'conv', algorithm: 'tiled' } as const
    expect(await actions.override([tiled])).toBeNull()
    expect(store.getState().plan?.configuration.overrides).toEqual([tiled])
    expect(await actions.override([{ layers: 'conv', algorithm: 'winograd' }])).toMatchObject({
      message: expect.toSay('Its stride is 2.'),
    })
    expect(store.getState()).toMatchObject({ problem: null, configuration: { overrides: [tiled] } })
    await actions.override([])
    expect(store.getState().configuration.overrides).toBeUndefined()
  })
})
