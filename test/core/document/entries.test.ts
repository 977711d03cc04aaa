// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Arena, Placed } from '#contract/arena'
import type { Entry, SavedModel } from '#contract/document'
import { documentView, savedArena, savedPlan } from '#core/document/document-view'
import { entriesOf, heldEntries, shownEntries, shownEntry } from '#core/document/entries'
import { readDocument } from '#core/document/read'
import { writeDocument } from '#core/document/write'
import { english } from '#messages/say'
import { entryOf, FOUNDING_A, FOUNDING_B, model } from '../export/support/saved-network'

const head = { application: { name: 'Convscope', version: '0.1.0' }, savedAt: '2026-01-02T03:04:05.000Z' }
const other: SavedModel = {
  ...model,
  fileName: 'other.mnn',
  sha256: 'ab'.repeat(32),
  nodes: [...model.nodes].reverse(),
}
const resized: SavedModel = { ...model, inputs: model.inputs.map((input) => ({ ...input, dims: [1, 3, 64, 64] })) }
const of = (model: SavedModel, label: string, configuration = FOUNDING_A): Entry => {
  return { model, entry: entryOf(label, configuration) }
}
const [before, after, again] = [of(other, 'before'), of(model, 'after'), of({ ...model }, 'again', FOUNDING_B)]

describe('a document of several models', () => {
  it('has each of them once, another size of one by itself, and gives every entry back with its own', () => {
    const document = { ...head, ...heldEntries([before, after, again, of(resized, 'small')]) }
    expect(document.entries.map((entry) => entry.model)).toEqual([0, 1, 1, 2])
    const read = readDocument(writeDocument(document), 'several')
    if (!read.ok) throw new Error(english(read.problem.message))
    expect(read.value).toEqual(document)
    expect(entriesOf(read.value).map(({ model: { fileName }, entry: { label } }) => [label, fileName])).toEqual([
      ['before', 'other.mnn'],
      ['after', model.fileName],
      ['again', model.fileName],
      ['small', model.fileName],
    ])
  })

  it('shows B, the first that differs from A, with the plans of its model alone', () => {
    const two = { ...head, ...heldEntries([before, after, again]) }
    expect(shownEntry(two)).toBe(1)
    expect(shownEntries(two).map(({ entry }) => entry.label)).toEqual(['after', 'again'])
    const view = documentView('m', { path: '/x', documentId: 'd', document: two })
    expect(view).toMatchObject({ fileName: model.fileName, sha256: model.sha256 })
    expect(savedPlan(two, 'm', FOUNDING_A)).toMatchObject({ value: { totalBytes: after.entry.plan.totalBytes } })
    const single = { ...head, ...heldEntries([after, after]) }
    expect(shownEntry(single)).toBe(0)
    expect(shownEntry({ ...head, ...heldEntries([after, again]) })).toBe(1)
  })

  it('keeps where everything lies, with its sentences, and says where it does not', () => {
    const placed: Placed = {
      ...{ kind: 'workspace', name: '', part: { id: 'text', text: 'im2col' }, dims: [], bytes: 8, heldBytes: 8 },
      ...{ node: 1, until: null, pool: 0, spans: [{ from: 0.25, to: 1, offset: 0 }] },
    }
    const growth = { step: 0, pool: 0, placed: 0, bytes: 8, freeBytes: 0, freeRanges: 0, largestFreeBytes: 0 }
    const arena: Arena = {
      steps: [{ node: 1, tensorBytes: 0, workspaceBytes: 8, heldBytes: 8 }],
      pools: [{ name: 'session', policy: 'blocks', bytes: 8, chunks: [{ bytes: 8, spans: placed.spans }] }],
      placed: [placed],
      growths: [{ ...growth, inTheWay: [] }],
      bytes: 8,
    }
    const holding = (plan: Arena) => {
      const entries = [{ ...after, entry: { ...after.entry, arena: plan } }, again]
      return readDocument(writeDocument({ ...head, ...heldEntries(entries) }), 'whole')
    }
    const read = holding(arena)
    if (!read.ok) throw new Error(english(read.problem.message))
    expect(savedArena(read.value, FOUNDING_A, 'plan')).toEqual({ ok: true, value: arena })
    const why = (result: ReturnType<typeof savedArena>) => (result.ok ? null : result.problem.message.id)
    expect(why(savedArena(read.value, FOUNDING_A, 'run'))).toBe('problem.noArenaKnown')
    expect(why(savedArena(read.value, FOUNDING_B, 'plan'))).toBe('problem.noArenaSaved')
    expect(holding({ ...arena, placed: [{ ...placed, pool: 1 }] }).ok).toBe(false)
    expect(holding({ ...arena, placed: [{ ...placed, node: 1e6 }] }).ok).toBe(false)
    expect(holding({ ...arena, growths: [{ ...growth, inTheWay: [3] }] }).ok).toBe(false)
  })

  it('is refused where an entry is of a model, or has a node, that is not there', () => {
    const document = { ...head, ...heldEntries([before, after]) }
    const { entries } = document
    const spoiled = (change: object) => {
      const read = readDocument(writeDocument({ ...document, ...change }), 'spoiled')
      return read.ok ? '' : english(read.problem.message)
    }
    expect(spoiled({})).toBe('')
    expect(spoiled({ entries: entries.map((entry) => ({ ...entry, model: 2 })) })).toContain(
      'a model that the document',
    )
    expect(spoiled({ models: [{ ...other, nodes: [] }, model] })).toContain('a node that the model')
    expect(spoiled({ models: [] })).toContain('has no model')
  })
})
