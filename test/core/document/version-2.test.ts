// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { SavedDocument } from '#contract/document'
import { compareEntries } from '#core/comparison/entries'
import { entriesOf } from '#core/document/entries'
import { readDocument } from '#core/document/read'
import { writeDocument } from '#core/document/write'
import { oldDocument, readOld } from './old-documents'

// Documents that the command line saved when their schema was 2.

const fixture = (name: string) => oldDocument(`version-2-${name}.convscope`)
const read = (text: string) => readOld(text, 'old.convscope')

describe('documents of version 2', () => {
  it('are read, all entries of the one model that they had', () => {
    const saved = JSON.parse(fixture('plans'))
    const { models, entries } = read(fixture('plans'))
    expect(models).toHaveLength(1)
    expect(models[0]).toMatchObject({ name: 'squeezenet', nodes: { length: saved.model.nodes.length } })
    expect(entries.map(({ model }) => model)).toEqual([0, 0, 0, 0])
    expect(entries.map(({ configuration }) => configuration)).toEqual(
      saved.entries.map(({ configuration }: SavedDocument['entries'][number]) => configuration),
    )
    expect(entries.map(({ plan }) => plan.totalBytes)).toEqual(
      saved.entries.map(({ plan }: SavedDocument['entries'][number]) => plan.totalBytes),
    )
  })

  it('are compared with each other, a run among them', () => {
    const [a] = entriesOf(read(fixture('plans')))
    const [b] = entriesOf(read(fixture('run')))
    if (a === undefined || b === undefined) throw new Error('the fixtures have entries')
    expect(b.entry.run?.report.peakTrackedBytes).toBeGreaterThan(1e6)
    const { comparison, unmatched } = compareEntries(a, b)
    expect(comparison.layers).toHaveLength(27)
    expect(unmatched).toEqual({ a: [], b: [] })
  })

  it.each(['plans', 'run'])('of %s are saved again as documents of today', (name) => {
    const document = read(fixture(name))
    const text = writeDocument(document)
    expect(JSON.parse(text)).toMatchObject({ schemaVersion: 3, models: { length: 1 } })
    expect(read(text)).toEqual(document)
  })

  it('are refused where they have no model', () => {
    const { model: _, ...without } = JSON.parse(fixture('run'))
    expect(readDocument(JSON.stringify(without), 'old.convscope').ok).toBe(false)
  })
})
