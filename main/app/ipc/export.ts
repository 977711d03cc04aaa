// SPDX-License-Identifier: Apache-2.0
import { parse } from 'node:path'
import * as v from 'valibot'
import type { Configuration } from '#contract/configuration'
import { fail } from '#contract/errors'
import type { ModelId } from '#contract/model'
import { configurationWords } from '#core/comparison/wording'
import { changedModel } from '#core/export/changed-model'
import { withDocument } from '#core/export/held-document'
import { enginesCsv, enginesJson, laddersCsv, laddersJson } from '#core/export/ladders'
import { sweepCsv } from '#core/export/sweep-csv'
import { axisName, sweepJson } from '#core/export/sweep-json'
import { configuration } from '#core/planning/configuration-schema'
import { exportName } from '#messages/file-name'
import type { Application } from '../application'
import type { LocatedEntry } from '../documents/located-entry'
import type { Host } from '../host'
import type { HandlersOf } from './handle'
import { chartFile, comparisonRequest, fileName, id, language, sideLetter, tableText } from './schemas'

type Sources = Pick<Application, 'store' | 'planner' | 'finder' | 'exporter' | 'adviser' | 'sweeper' | 'settings'>

export function exportHandlers(
  { store, planner, finder, exporter, adviser, sweeper, settings }: Sources,
  host: Pick<Host, 'appVersion'>,
): HandlersOf<'export'> {
  /** With the plan that it began with, so that the window opens it. */
  const opened = async (json: string, modelId: ModelId, wanted: Configuration): Promise<string> => {
    const entry = await finder.find(modelId, { configuration: wanted })
    const head = { appVersion: host.appVersion, savedAt: new Date() }
    return entry.ok ? withDocument(json, head, [entry.value]) : json
  }

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
        const sources = [request.a, request.b]
        const sides = sources.map((side) => configurationWords(side.configuration))
        const name = `${exportName(view.value.fileName, sides)}.${format}`
        const located: LocatedEntry[] = []
        for (const source of format === 'json' ? sources : []) {
          const entry = await finder.locate(request.modelId, source)
          if (entry.ok) located.push(entry.value)
        }
        return exporter.save(name, { order, entries: located })
      },
    },
    'export:releases': {
      schema: v.tuple([id, configuration, v.picklist(['csv', 'json', 'html']), language]),
      async answer(modelId, wanted, format, language) {
        const view = store.view(modelId)
        if (!view.ok) return view
        const ladders = await adviser.releases(modelId, wanted)
        if (!ladders.ok) return ladders
        const name = `${exportName(view.value.fileName, [configurationWords(wanted)], 'releases')}.${format}`
        if (format === 'csv') return exporter.save(name, laddersCsv(ladders.value))
        if (format === 'json') {
          const listed: unknown = JSON.parse(laddersJson(view.value, ladders.value))
          const data = { schema: 'convscope-releases', schemaVersion: 1, ladders: listed }
          return exporter.save(name, await opened(JSON.stringify(data), modelId, wanted))
        }
        const entry = await finder.locate(modelId, { configuration: wanted })
        if (!entry.ok) return entry
        const { appVersion } = host
        const order = {
          kind: 'report',
          language,
          units: settings.get().units,
          appVersion,
          createdAt: new Date(),
          limit: null,
          ladders: ladders.value,
        } as const
        return exporter.save(name, { order, entries: [entry.value] })
      },
    },
    'export:engines': {
      schema: v.tuple([id, configuration, v.picklist(['csv', 'json'])]),
      async answer(modelId, wanted, format) {
        const view = store.view(modelId)
        if (!view.ok) return view
        const ladders = await adviser.engines(modelId, wanted)
        if (!ladders.ok) return ladders
        const name = `${exportName(view.value.fileName, [configurationWords(wanted)], 'engines')}.${format}`
        return exporter.save(name, format === 'csv' ? enginesCsv(ladders.value) : enginesJson(ladders.value))
      },
    },
    'export:sweep': {
      schema: v.tuple([id, v.picklist(['csv', 'json'])]),
      async answer(modelId, format) {
        const view = store.view(modelId)
        if (!view.ok) return view
        const sweep = sweeper.last(modelId)
        if (sweep === null) return fail({ code: 'export/failed', message: { id: 'problem.nothingToSave' } })
        const { fileName } = view.value
        const text =
          format === 'csv' ? sweepCsv(sweep) : await opened(sweepJson(sweep, fileName), modelId, sweep.configuration)
        const name = exportName(fileName, [configurationWords(sweep.configuration)], `by ${axisName(sweep.axis)}`)
        return exporter.save(`${name}.${format}`, text)
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
