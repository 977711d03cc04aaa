// SPDX-License-Identifier: Apache-2.0
import { parse } from 'node:path'
import * as v from 'valibot'
import { fail } from '#contract/errors'
import { changedModel } from '#core/export/changed-model'
import { laddersCsv, laddersJson } from '#core/export/ladders'
import { sweepCsv } from '#core/export/sweep-csv'
import { axisName, sweepJson } from '#core/export/sweep-json'
import { configuration } from '#core/planning/configuration-schema'
import type { Application } from '../application'
import type { Host } from '../host'
import type { HandlersOf } from './handle'
import { chartFile, comparisonRequest, fileName, id, sideLetter, tableText } from './schemas'

type Sources = Pick<Application, 'store' | 'planner' | 'finder' | 'exporter' | 'adviser' | 'sweeper'>

export function exportHandlers(
  { store, planner, finder, exporter, adviser, sweeper }: Sources,
  host: Pick<Host, 'appVersion'>,
): HandlersOf<'export'> {
  return {
    'export:comparison': {
      schema: v.tuple([comparisonRequest, sideLetter, v.picklist(['csv', 'json'])]),
      async answer(request, letter, format) {
        const view = store.view(request.modelId)
        if (!view.ok) return view
        const comparison = await finder.compare(request)
        if (!comparison.ok) return comparison
        const modelName = parse(view.value.fileName).name
        const metadata = { ...view.value, modelName, appVersion: host.appVersion, exportedAt: new Date() }
        const order = { kind: 'comparison', format, letter, metadata, comparison: comparison.value } as const
        const name = `${modelName} ${request.a.configuration.profile} vs ${request.b.configuration.profile}.${format}`
        return exporter.save(name, { order, entries: [] })
      },
    },
    'export:releases': {
      schema: v.tuple([id, configuration, v.picklist(['csv', 'json', 'html'])]),
      async answer(modelId, wanted, format) {
        const view = store.view(modelId)
        if (!view.ok) return view
        const ladders = await adviser.releases(modelId, wanted)
        if (!ladders.ok) return ladders
        const name = `${parse(view.value.fileName).name} releases.${format}`
        if (format === 'csv') return exporter.save(name, laddersCsv(ladders.value))
        if (format === 'json') return exporter.save(name, laddersJson(view.value, ladders.value))
        const entry = await finder.locate(modelId, { configuration: wanted })
        if (!entry.ok) return entry
        const { appVersion } = host
        const order = {
          kind: 'report',
          appVersion,
          createdAt: new Date(),
          limit: null,
          ladders: ladders.value,
        } as const
        return exporter.save(name, { order, entries: [entry.value] })
      },
    },
    'export:sweep': {
      schema: v.tuple([id, v.picklist(['csv', 'json'])]),
      answer(modelId, format) {
        const view = store.view(modelId)
        if (!view.ok) return view
        const sweep = sweeper.last(modelId)
        if (sweep === null) return fail({ code: 'export/failed', message: { id: 'problem.nothingToSave' } })
        const { fileName } = view.value
        const text = format === 'csv' ? sweepCsv(sweep) : sweepJson(sweep, fileName)
        return exporter.save(`${parse(fileName).name} ${axisName(sweep.axis)}.${format}`, text)
      },
    },
    'export:model': {
      schema: v.tuple([id, configuration]),
      async answer(modelId, wanted) {
        const view = store.view(modelId)
        if (!view.ok) return view
        const plan = await planner.plan(modelId, wanted)
        if (!plan.ok) return plan
        const { name, ext } = parse(view.value.fileName)
        const changed = await changedModel(view.value, plan.value)
        return changed.ok ? exporter.save(`${name} told${ext}`, changed.value) : changed
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
