// SPDX-License-Identifier: Apache-2.0
import { readdirSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { createKeptSides } from '#app/documents/kept-sides'
import { workspaceHandlers } from '#app/ipc/workspace'
import { createWorkspaceStore } from '#app/workspaces/workspaces'
import { ok } from '#contract/errors'
import { PANEL_DEFAULTS, type Workspace } from '#contract/workspace'
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

/** Of two files. */
const [A, B] = ['a', 'b'].map((digit) => digit.repeat(64)) as [string, string]

function handlers(name: string, shown: readonly string[] = [A, B]) {
  return workspaceHandlers({
    workspaces: createWorkspaceStore(folder(name)),
    sides: createKeptSides(folder(name)),
    hasShown: (sha256) => shown.includes(sha256),
  })
}

it('is there for the next start, apart for every file', async () => {
  await handlers('data')['workspace:keep'].answer(A, LEFT)
  const next = handlers('data')
  expect(next['workspace:load'].answer(A)).toEqual(ok(LEFT))
  expect(next['workspace:load'].answer(B)).toEqual(ok(null))
})

it('is nobody’s who has not had the file open', async () => {
  await handlers('others')['workspace:keep'].answer(A, LEFT)
  await handlers('others')['workspace:keep-layout'].answer(A, 'folded', 'one')
  const stranger = handlers('others', [B])
  const refusal = { ok: false, problem: { code: 'model/not-open' } }
  expect(stranger['workspace:load'].answer(A)).toMatchObject(refusal)
  expect(stranger['workspace:load-layout'].answer(A, 'folded')).toMatchObject(refusal)
  expect(await stranger['workspace:keep'].answer(A, { ...LEFT, selected: 5 })).toMatchObject(refusal)
  expect(await stranger['workspace:keep-layout'].answer(A, 'folded', 'two')).toMatchObject(refusal)
  const own = handlers('others')
  expect(own['workspace:load'].answer(A)).toEqual(ok(LEFT))
  expect(own['workspace:load-layout'].answer(A, 'folded')).toEqual(ok('one'))
})

it('is asked for by contents alone', () => {
  const { schema } = handlers('names')['workspace:load']
  for (const name of ['../../evil', 'model-1', '']) expect(v.safeParse(schema, [name]).success).toBe(false)
})

it('is as if nothing was left where it is spoiled; a single panel’s value falls back by itself', async () => {
  const { 'workspace:keep': keep, 'workspace:load': load } = handlers('spoiled')
  await keep.answer(A, LEFT)
  const [file = ''] = readdirSync(folder('spoiled/workspaces'))
  const spoil = (text: string) => writeFileSync(folder(`spoiled/workspaces/${file}`), text)
  const panels = { ...LEFT.panels, layersScroll: 'far', mapView: 7 }
  spoil(JSON.stringify({ ...LEFT, panels }))
  expect(load.answer(A)).toEqual(ok(LEFT))
  for (const text of ['{', '[]', JSON.stringify({ ...LEFT, configuration: { ...LEFT.configuration, profile: 'x' } })]) {
    spoil(text)
    expect(load.answer(A)).toEqual(ok(null))
  }
})

it('knows layouts by file and by what they are of, and takes no key for a path', async () => {
  const { 'workspace:keep-layout': keep, 'workspace:load-layout': load } = handlers('layouts')
  await keep.answer(A, '../../evil', 'one')
  await keep.answer(A, 'folded', 'two')
  expect(load.answer(A, '../../evil')).toEqual(ok('one'))
  expect(load.answer(A, 'folded')).toEqual(ok('two'))
  expect(load.answer(B, 'folded')).toEqual(ok(null))
  expect(readdirSync(folder('layouts'))).toEqual(['layouts'])
})

it('forgets the oldest', async () => {
  const store = createWorkspaceStore(folder('many'))
  for (let at = 0; at < 203; at++) await store.keep(`${at}`, '{}')
  expect(readdirSync(folder('many/workspaces'))).toHaveLength(200)
  expect(store.load('202')).toBe('{}')
})
