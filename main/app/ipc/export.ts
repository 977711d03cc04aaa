// SPDX-License-Identifier: Apache-2.0
import { parse } from 'node:path'
import * as v from 'valibot'
import type { Application } from '../application'
import type { Host } from '../host'
import type { HandlersOf } from './handle'
import { chartFile, comparisonRequest, fileName, sideLetter, tableText } from './schemas'

type Sources = Pick<Application, 'store' | 'finder' | 'exporter'>

export function exportHandlers(
  { store, finder, exporter }: Sources,
  host: Pick<Host, 'appVersion'>,
): HandlersOf<'export'> {
  return {
    'export:comparison': {
      schema: v.tuple([comparisonRequest, sideLetter, v.picklist(['csv', 'json'])]),
      answer(request, letter, format) {
        const stored = store.get(request.modelId)
        if (!stored.ok) return stored
        const comparison = finder.compare(request)
        if (!comparison.ok) return comparison
        const { view } = stored.value
        const modelName = parse(view.fileName).name
        const metadata = { ...view, modelName, appVersion: host.appVersion, exportedAt: new Date() }
        const order = { kind: 'comparison', format, letter, metadata, comparison: comparison.value } as const
        const name = `${modelName} ${request.a.configuration.profile} vs ${request.b.configuration.profile}.${format}`
        return exporter.save(name, { order, entries: [] })
      },
    },
    'export:table': {
      schema: v.tuple([fileName, tableText]),
      answer: (suggestedName, csv) => exporter.save(`${parse(suggestedName).name}.csv`, csv),
    },
    'export:chart': {
      schema: v.tuple([chartFile]),
      answer: ({ suggestedName, kind, bytes }) => exporter.save(`${parse(suggestedName).name}.${kind}`, bytes),
    },
  }
}
