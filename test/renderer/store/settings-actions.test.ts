// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { fail, ok } from '#contract/errors'
import type { Machine } from '#contract/machine'
import { spoken } from '#messages/say'
import { createApp } from '#renderer/store/create-app'
import { fakeBridge } from '../support/fake-bridge'

const PHONE: Machine = {
  processor: 'A phone',
  threads: 8,
  arithmetic: [{ isa: 'arm64', rate: 20 }],
  reading: [{ level: 'memory', bytes: 1, one: 5, all: 9 }],
}

describe('the machine that times are modelled for', () => {
  it('is that of the file which the user chooses, and the plan is made anew for it', async () => {
    const bridge = fakeBridge({ 'machine:choose': () => ok(PHONE) })
    const { store, actions } = createApp(bridge)
    await actions.openPath('/a')
    const planned = () => bridge.calls.filter(({ channel }) => channel === 'plan:create').length
    const before = planned()
    await actions.chooseMachine()
    expect(store.getState().settings.timesFor).toEqual(PHONE)
    expect(planned()).toBe(before + 1)
    await actions.modelTimesFor(null)
    expect(store.getState().settings.timesFor).toBeNull()
  })

  it('stays where nothing is chosen, and where the file has no figures, which is told', async () => {
    let answer: ReturnType<NonNullable<Parameters<typeof fakeBridge>[0]>['machine:choose'] & {}> = ok(null)
    const { store, actions } = createApp(fakeBridge({ 'machine:choose': () => answer }))
    await actions.modelTimesFor(PHONE)
    await actions.chooseMachine()
    answer = fail({ code: 'document/invalid', message: spoken('No figures.') })
    await actions.chooseMachine()
    expect(store.getState().settings.timesFor).toEqual(PHONE)
    expect(store.getState().problem?.message).toEqual(spoken('No figures.'))
  })
})
