// SPDX-License-Identifier: Apache-2.0
import { readdirSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { workspaceHandlers } from '#app/ipc/workspace'
import { createWorkspaceStore } from '#app/workspaces/workspaces'
import { fail, ok } from '#contract/errors'
import { PANEL_DEFAULTS, type Workspace } from '#contract/workspace'
import { spoken } from '#messages/say'
import { temporaryFolder } from '../../core/model/support/temporary-folder'

const folder = temporaryFolder()

const LEFT: Workspace = {
  configuration: { profile: 'mnn-3.6.1', threads: 2, isa: 'avx2', settings: { memory: 'low' } },
  sizes: { x: [null, 64] },
  baseline: null,
  picked: [],
  chosenSide: null,
  tab: 'advice',
  selected: 4,
  colourBy: 'packed',
  blocksCollapsed: false,
  foldLevel: 0,
  openedFolds: ['scope:a'],
  panels: { ...PANEL_DEFAULTS, layersFilter: 'op:conv' },
}

/** Two open models, m-a and m-b, of files a and b. */
function handlers(name: string) {
  const views = new Map(['a', 'b'].map((sha256) => [`m-${sha256}`, { sha256 }]))
  const store = {
    view: (id: string) => {
      const found = views.get(id)
      return found === undefined ? fail({ code: 'model/not-open', message: spoken('no') }) : ok(found)
    },
  }
  const workspaces = createWorkspaceStore(folder(name))
  return workspaceHandlers({ workspaces, store } as unknown as Parameters<typeof workspaceHandlers>[0])
}

it('is there for the next start, apart for every file', async () => {
  await handlers('data')['workspace:keep'].answer('m-a', LEFT)
  const next = handlers('data')
  expect(next['workspace:load'].answer('m-a')).toEqual(ok(LEFT))
  expect(next['workspace:load'].answer('m-b')).toEqual(ok(null))
  expect(next['workspace:load'].answer('m-c')).toMatchObject({ ok: false })
})

it('is as if nothing was left where it is spoiled; a single panel’s value falls back by itself', async () => {
  const { 'workspace:keep': keep, 'workspace:load': load } = handlers('spoiled')
  await keep.answer('m-a', LEFT)
  const [file = ''] = readdirSync(folder('spoiled/workspaces'))
  const spoil = (text: string) => writeFileSync(folder(`spoiled/workspaces/${file}`), text)
  const panels = { ...LEFT.panels, layersScroll: 'far', mapView: 7 }
  spoil(JSON.stringify({ ...LEFT, panels }))
  expect(load.answer('m-a')).toEqual(ok(LEFT))
  for (const text of ['{', '[]', JSON.stringify({ ...LEFT, configuration: { ...LEFT.configuration, profile: 'x' } })]) {
    spoil(text)
    expect(load.answer('m-a')).toEqual(ok(null))
  }
})

it('knows layouts by file and by what they are of, and takes no key for a path', async () => {
  const { 'workspace:keep-layout': keep, 'workspace:load-layout': load } = handlers('layouts')
  await keep.answer('m-a', '../../evil', 'one')
  await keep.answer('m-a', 'folded', 'two')
  expect(load.answer('m-a', '../../evil')).toEqual(ok('one'))
  expect(load.answer('m-a', 'folded')).toEqual(ok('two'))
  expect(load.answer('m-b', 'folded')).toEqual(ok(null))
  expect(readdirSync(folder('layouts'))).toEqual(['layouts'])
})

it('forgets the oldest', async () => {
  const store = createWorkspaceStore(folder('many'))
  for (let at = 0; at < 203; at++) await store.keep(`${at}`, '{}')
  expect(readdirSync(folder('many/workspaces'))).toHaveLength(200)
  expect(store.load('202')).toBe('{}')
})
