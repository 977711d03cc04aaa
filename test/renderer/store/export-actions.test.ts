// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { fail, ok, type Result } from '#contract/errors'
import { spoken } from '#messages/say'
import { createApp } from '#renderer/store/create-app'
import { deferred, fakeBridge, type Handlers } from '../support/fake-bridge'

async function ready(handlers: Partial<Handlers> = {}) {
  const bridge = fakeBridge(handlers)
  const app = createApp(bridge)
  app.connect()
  await app.actions.openPath('/a')
  return { bridge, ...app }
}

describe('an export', () => {
  it('tells where it was saved, why it was not, and nothing where the user gave it up', async () => {
    const answers: Result<string | null>[] = [
      ok('/home/me/layers.csv'),
      fail({ code: 'file/unwritable', message: spoken('The disk is full.') }),
      fail({ code: 'cancelled', message: spoken('layers.csv was not saved.') }),
      ok(null),
    ]
    const { store, actions } = await ready({ 'export:table': () => answers.shift() ?? ok(null) })
    for (let each = 0; each < 4; each++) await actions.saveTable('a,b\n')
    expect(store.getState().notices.map(({ kind, text }) => [kind, text])).toEqual([
      ['success', 'Saved /home/me/layers.csv'],
      ['failure', 'The disk is full.'],
    ])
  })

  it('shows its progress until it ends, beside that of another', async () => {
    const { bridge, store } = await ready()
    const progress = { id: 'task-1', fileName: 'a.html', stage: 'collecting', fraction: 0.1 } as const
    bridge.push('task:progress', progress)
    bridge.push('task:progress', { ...progress, id: 'task-2', fileName: 'b.json' })
    bridge.push('task:progress', { ...progress, stage: 'writing', fraction: 0.5 })
    expect(store.getState().tasks).toEqual([
      { ...progress, stage: 'writing', fraction: 0.5, cancelling: false },
      { ...progress, id: 'task-2', fileName: 'b.json', cancelling: false },
    ])
    bridge.push('task:end', 'task-1')
    expect(store.getState().tasks.map(({ id }) => id)).toEqual(['task-2'])
  })

  it('says that it is being cancelled until it is', async () => {
    const answer = deferred<Result<string | null>>()
    const cancelled: string[] = []
    const { bridge, store, actions } = await ready({
      'document:save': () => answer.promise,
      'task:cancel': (id) => {
        cancelled.push(id)
        return ok(undefined)
      },
    })
    const saved = actions.saveDocument([])
    const progress = { id: 'task-1', fileName: 'a.json', stage: 'writing', fraction: 0.1 } as const
    bridge.push('task:progress', progress)
    await actions.cancelTask('task-1')
    bridge.push('task:progress', { ...progress, fraction: 0.2 })
    expect(store.getState().tasks).toMatchObject([{ id: 'task-1', fraction: 0.2, cancelling: true }])
    expect(cancelled).toEqual(['task-1'])
    bridge.push('task:end', 'task-1')
    answer.resolve(fail({ code: 'cancelled', message: spoken('a.json was not saved.') }))
    await saved
    expect(store.getState()).toMatchObject({ tasks: [], notices: [] })
  })

  it('of a chart can be given up while that is drawn', async () => {
    const { store, actions } = await ready()
    actions.keepAsBaseline()
    await actions.configure({ settings: { memory: 'low' } })
    actions.requestChart('png')
    expect(store.getState()).toMatchObject({ tab: 'compare', chartExport: { kind: 'png' } })
    actions.cancelChart()
    expect(store.getState().chartExport).toBeNull()
  })
})
