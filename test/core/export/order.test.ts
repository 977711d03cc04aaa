// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { compareEntries } from '#core/comparison/entries'
import { readDocument } from '#core/document/read'
import { writeDocument } from '#core/document/write'
import { type ExportOrder, exportText } from '#core/export/order'
import { htmlReport } from '#core/export/report/report'
import { documentOf, entryOf, FOUNDING_A, FOUNDING_B, model, view } from './support/saved-network'

const a = { model, entry: entryOf('A', FOUNDING_A, 2) }
const b = { model, entry: entryOf('B', FOUNDING_B) }
const savedAt = new Date('2026-01-02T03:04:05.000Z')
const common = { language: 'zh-CN', appVersion: '0.1.0', createdAt: savedAt } as const

function made(order: ExportOrder, entries: readonly (typeof a)[]) {
  const text = exportText(order, entries)
  if (!text.ok) throw new Error(JSON.stringify(text.problem))
  const pieces = [...text.value.pieces]
  // Progress is told by it.
  expect(pieces).toHaveLength(text.value.count)
  return pieces.join('')
}

describe('an export in pieces', () => {
  it.each([[[a]], [[a, b]], [[b, a, b]]])('says what it says as a whole (%#)', (entries) => {
    const document = documentOf(entries.map(({ entry }) => entry))
    expect(made({ kind: 'document', appVersion: '0.1.0', savedAt }, entries)).toBe(writeDocument(document))
    const [first = a, ...others] = entries
    expect(made({ kind: 'report', units: 'binary', limit: { growth: 0.05 }, ...common }, entries)).toBe(
      htmlReport({ ...common, entries: [first, ...others], limit: { growth: 0.05 } }),
    )
  })

  it('of a comparison is JSON that Convscope reads', () => {
    const { comparison } = compareEntries(a, b)
    const metadata = { ...view, modelName: model.name, appVersion: '0.1.0', exportedAt: savedAt }
    const json = made({ kind: 'comparison', format: 'json', letter: 'B', metadata, comparison }, [a, b])
    expect(JSON.parse(json)).toMatchObject({ schema: 'convscope-comparison', a: { letter: 'A' } })
    const read = readDocument(json, 'comparison.json')
    expect(read).toMatchObject({ ok: true, value: { models: [{ sha256: model.sha256 }], entries: [{}, {}] } })
  })

  it('is refused where there is nothing to make it of', () => {
    expect(exportText({ kind: 'report', units: 'binary', limit: null, ...common }, []).ok).toBe(false)
    expect(exportText({ kind: 'node-data', view, figure: 'time' }, [b]).ok).toBe(false)
  })
})
