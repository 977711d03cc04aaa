import { parse } from 'node:path'
import * as v from 'valibot'
import { comparisonCsv } from '../export/comparison-csv'
import { comparisonJson } from '../export/comparison-json'
import type { EntryFinder } from '../services/entries'
import type { Host } from '../services/host'
import type { ModelStore } from '../services/model-store'
import type { HandlersOf } from './handle'
import { chartFile, comparisonRequest, fileName, tableText } from './schemas'

interface ExportSources {
  readonly store: ModelStore
  readonly finder: Pick<EntryFinder, 'compare'>
  readonly host: Pick<Host, 'appVersion' | 'save'>
}

const WRITERS = { csv: comparisonCsv, json: comparisonJson }

export function exportHandlers({ store, finder, host }: ExportSources): HandlersOf<'export'> {
  return {
    'export:comparison': {
      schema: v.tuple([comparisonRequest, v.picklist(['csv', 'json'])]),
      async answer(request, format) {
        const stored = store.get(request.modelId)
        if (!stored.ok) return stored
        const comparison = finder.compare(request)
        if (!comparison.ok) return comparison
        const { view } = stored.value
        const modelName = parse(view.fileName).name
        const metadata = { ...view, modelName, appVersion: host.appVersion, exportedAt: new Date() }
        const data = WRITERS[format]({ metadata, comparison: comparison.value })
        return host.save(
          `${modelName} ${request.a.configuration.profile} vs ${request.b.configuration.profile}.${format}`,
          data,
        )
      },
    },
    'export:table': {
      schema: v.tuple([fileName, tableText]),
      answer: (suggestedName, csv) => host.save(`${parse(suggestedName).name}.csv`, csv),
    },
    'export:chart': {
      schema: v.tuple([chartFile]),
      answer: ({ suggestedName, kind, bytes }) => host.save(`${parse(suggestedName).name}.${kind}`, bytes),
    },
  }
}
