import { parse } from 'node:path'
import * as v from 'valibot'
import { fail, ok, type Result } from '#contract/errors'
import { type EntrySource, NODE_FIGURES } from '#contract/history'
import type { ModelId } from '#contract/model'
import type { ComparedEntry } from '../export/document/compare'
import { readText } from '../export/document/read'
import { writeDocument } from '../export/document/write'
import { nodeDataJson, readNodeData } from '../export/node-data'
import { htmlReport } from '../export/report/report'
import type { EntryFinder } from '../services/entries'
import type { Host } from '../services/host'
import type { ModelStore } from '../services/model-store'
import type { HandlersOf } from './handle'
import { entrySource, growthLimit, id } from './schemas'

type DocumentHost = Pick<Host, 'appVersion' | 'save' | 'chooseFile' | 'admit'>

const MOST_ENTRIES = 20
const sources = v.pipe(v.array(entrySource), v.minLength(1), v.maxLength(MOST_ENTRIES))
const JSON_FILES = [
  { name: 'Saved by Convscope', extensions: ['json'] },
  { name: 'All files', extensions: ['*'] },
]

export function documentHandlers(store: ModelStore, finder: EntryFinder, host: DocumentHost): HandlersOf<'document'> {
  return {
    'document:open': {
      schema: v.tuple([id]),
      async answer(modelId) {
        const path = await host.chooseFile({ title: 'Open saved plans and runs', filters: JSON_FILES })
        if (path === null) return ok(null)
        const admitted = await host.admit(path)
        return admitted.ok ? finder.openDocument(admitted.value, modelId) : admitted
      },
    },
    'document:entries': {
      schema: v.tuple([id, sources]),
      answer(modelId, wanted) {
        const found = findAll(finder, modelId, wanted)
        if (!found.ok) return found
        return ok(
          found.value.map(({ model, entry }) => ({
            modelName: model.name,
            nodes: model.nodes.map(({ name }) => name),
            entry,
          })),
        )
      },
    },
    'document:save': {
      schema: v.tuple([id, sources]),
      async answer(modelId, wanted) {
        const found = findAll(finder, modelId, wanted)
        if (!found.ok) return found
        const [first, ...others] = found.value
        const stranger = others.find(({ model }) => model.sha256 !== first.model.sha256)
        if (stranger !== undefined) {
          const { entry, model } = stranger
          const names = { entry: entry.label, model: model.fileName, first: first.model.fileName }
          return fail({ code: 'export/failed', message: { id: 'problem.severalModels', ...names } })
        }
        const text = writeDocument({
          application: { name: 'Convscope', version: host.appVersion },
          savedAt: new Date().toISOString(),
          model: first.model,
          entries: found.value.map(({ entry }) => entry),
        })
        return host.save(`${parse(first.model.fileName).name}.convscope.json`, text)
      },
    },
    'document:node-data': {
      schema: v.tuple([id, entrySource, v.picklist(NODE_FIGURES)]),
      async answer(modelId, source, figure) {
        const stored = store.get(modelId)
        if (!stored.ok) return stored
        const found = finder.find(modelId, source)
        if (!found.ok) return found
        const { view } = stored.value
        const text = nodeDataJson(view, found.value.entry, figure)
        return text.ok ? host.save(`${parse(view.fileName).name} ${figure}.json`, text.value) : text
      },
    },
    'document:overlay': {
      schema: v.tuple([id]),
      async answer(modelId) {
        const stored = store.get(modelId)
        if (!stored.ok) return stored
        const path = await host.chooseFile({ title: 'Open node data', filters: JSON_FILES })
        if (path === null) return ok(null)
        const admitted = await host.admit(path)
        if (!admitted.ok) return admitted
        const fileName = parse(path).base
        const text = await readText(admitted.value)
        if (!text.ok) return text
        const values = readNodeData(text.value, fileName, stored.value.view)
        return values.ok ? ok({ fileName, values: values.value }) : values
      },
    },
    'document:report': {
      schema: v.tuple([id, sources, v.nullable(growthLimit)]),
      async answer(modelId, wanted, limit) {
        const found = findAll(finder, modelId, wanted)
        if (!found.ok) return found
        const page = htmlReport({
          appVersion: host.appVersion,
          createdAt: new Date(),
          entries: found.value,
          ...(limit === null ? {} : { limit }),
        })
        return host.save(`${parse(found.value[0].model.fileName).name} report.html`, page)
      },
    },
  }
}

function findAll(
  finder: EntryFinder,
  modelId: ModelId,
  wanted: readonly EntrySource[],
): Result<[ComparedEntry, ...ComparedEntry[]]> {
  const found: ComparedEntry[] = []
  for (const source of wanted) {
    const entry = finder.find(modelId, source)
    if (!entry.ok) return entry
    found.push(entry.value)
  }
  const [first, ...others] = found
  return first === undefined
    ? fail({ code: 'export/failed', message: { id: 'problem.nothingToSave' } })
    : ok([first, ...others])
}
