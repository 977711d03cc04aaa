// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { fail, ok } from '#contract/errors'
import { spoken } from '#messages/say'
import { createApp } from '#renderer/store/create-app'
import { createStateKeeper } from '#renderer/store/kept-state'
import { aModel, aSizedModel, fakeBridge, type Handlers, HOST } from '../support/fake-bridge'

/** Pages one after the other in one window, each with what the window keeps. */
function aWindow() {
  const items = new Map<string, string>()
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  }
  return async (handlers: Partial<Handlers> = {}) => {
    const keeper = createStateKeeper(storage)
    const bridge = fakeBridge({
      'app:info': () => ok({ ...HOST, initialModel: '/first' }),
      'model:open': (path) => ok(aSizedModel(path.replace(/^\/|\.onnx$/g, ''), null)),
      'model:set-input-shapes': (id, sizes) => ok(aSizedModel(id, sizes['x']?.[1] ?? null)),
      ...handlers,
    })
    const app = createApp(bridge, keeper)
    app.connect()
    await app.actions.start()
    return { ...app, bridge, keeper, state: app.store.getState }
  }
}

describe('a page that follows a lost one', () => {
  it('has model, sizes, configuration, baseline and tab as they were, and says that it was lost', async () => {
    const page = aWindow()
    const first = await page()
    expect(first.state().model?.id).toBe('first')
    expect(first.state().problem).toBeNull()
    await first.actions.openPath('/second')
    await first.actions.setInputShapes({ x: [null, 7] })
    first.actions.keepAsBaseline()
    await first.actions.configure({ ...first.state().configuration, threads: 1 })
    first.actions.showTab('sweep')
    // In the same moment: nothing waits for the disk.
    first.actions.keepPanel({ arenaView: 'table' })
    first.actions.setRunOptions({ iterations: 9 })

    const { state } = await page()
    const { configuration, baseline, tab, panels, runOptions } = first.state()
    expect(state()).toMatchObject({ configuration, baseline, tab, panels, runOptions })
    expect(panels.arenaView).toBe('table')
    expect(state().model).toMatchObject({ id: 'second', inputs: [{ dims: [1, 7] }] })
    expect(state().undo.done).toEqual([])
    expect(state().problem?.message).toEqual({ id: 'problem.pageLost' })
  })

  it('says nothing of a page that was left', async () => {
    const page = aWindow()
    const first = await page()
    await first.actions.openPath('/second')
    first.keeper.leave()
    const second = await page()
    expect(second.state().model?.id).toBe('second')
    expect(second.state().problem).toBeNull()
    // Only once: that page was lost.
    expect((await page()).state().problem?.message).toEqual({ id: 'problem.pageLost' })
  })

  it('says why the model cannot be opened again, and takes nothing of another version', async () => {
    const page = aWindow()
    await page()
    const gone = await page({ 'model:open': () => fail({ code: 'file/not-found', message: spoken('Gone.') }) })
    expect(gone.state().problem?.code).toBe('file/not-found')
    const later = await page({ 'app:info': () => ok({ ...HOST, appVersion: '2', initialModel: '/other' }) })
    expect(later.state().model?.id).toBe('other')
    expect(later.state().problem).toBeNull()
  })

  it('opens a sample as such, wherever main keeps its file', async () => {
    const page = aWindow()
    const samples = [{ id: 'squeezenet', title: 'SqueezeNet', description: '' }] as never
    const path = '/data/samples/squeezenet.onnx'
    const handlers: Partial<Handlers> = {
      'model:samples': () => ok(samples),
      'model:open-sample': (id) => ok({ ...aModel(id), path }),
    }
    await (await page(handlers)).actions.openSample('squeezenet')
    const second = await page(handlers)
    expect(second.state().model?.path).toBe(path)
    expect(second.bridge.calls.map(({ channel }) => channel)).not.toContain('model:open')
  })
})
