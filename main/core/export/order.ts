// SPDX-License-Identifier: Apache-2.0
import type { Entry } from '#contract/document'
import { fail, ok, type Result } from '#contract/errors'
import type { NodeFigure } from '#contract/history'
import type { ModelView } from '#contract/model'
import type { Ladder } from '#contract/releases'
import type { GrowthLimit } from '#contract/verdict'
import type { ByteUnits } from '#messages/figures'
import type { Language } from '#messages/languages'
import { comparisonCsv } from './comparison-csv'
import { comparisonJson } from './comparison-json'
import type { ComparisonExport } from './comparison-metadata'
import { documentOf, withDocument } from './held-document'
import { nodeDataJson } from './node-data'
import type { ReportAdvice } from './report/remedies-section'
import { reportLength, reportPieces } from './report/report'

/** What is to be made of some entries; plain data, so that another thread can make it. */
export type ExportOrder =
  | ({ readonly kind: 'comparison'; readonly format: 'csv' | 'json' } & ComparisonExport)
  | { readonly kind: 'document'; readonly appVersion: string; readonly savedAt: Date }
  | { readonly kind: 'node-data'; readonly view: ModelView; readonly figure: NodeFigure }
  | {
      readonly kind: 'report'
      readonly language: Language
      readonly units: ByteUnits
      readonly appVersion: string
      readonly createdAt: Date
      readonly limit: GrowthLimit | null
      /** Of the side that it is about (ReportRequest.advice). */
      readonly advice?: ReportAdvice
      readonly ladders?: readonly Ladder[]
    }

export interface ExportText {
  /** How many pieces there are. */
  readonly count: number
  /** Each is made when it is asked for, and a few MB at most. */
  readonly pieces: Iterable<string>
}

/** Of a comparison the entries of its sides go into its JSON. */
export function exportText(order: ExportOrder, entries: readonly Entry[]): Result<ExportText> {
  if (order.kind === 'comparison') {
    if (order.format === 'csv') return single(comparisonCsv(order))
    const { appVersion, exportedAt: savedAt } = order.metadata
    return single(withDocument(comparisonJson(order), { appVersion, savedAt }, entries))
  }
  const [first, ...others] = entries
  if (first === undefined) return fail({ code: 'export/failed', message: { id: 'problem.nothingToSave' } })
  switch (order.kind) {
    case 'document': {
      return ok({ count: entries.length + 2, pieces: documentOf(order, entries) })
    }
    case 'node-data': {
      const text = nodeDataJson(order.view, first.entry, order.figure)
      return text.ok ? single(text.value) : text
    }
    case 'report': {
      const { limit, ...common } = order
      const request = { ...common, entries: [first, ...others] as const, ...(limit === null ? {} : { limit }) }
      return ok({ count: reportLength(entries.length), pieces: reportPieces(request) })
    }
  }
}

function single(text: string): Result<ExportText> {
  return ok({ count: 1, pieces: [text] })
}
