// SPDX-License-Identifier: Apache-2.0
import { parse } from 'node:path'
import * as v from 'valibot'
import type { Advice } from '#contract/advice'
import { MOST_SIDES } from '#contract/comparison'
import type { Entry } from '#contract/document'
import { fail, ok, type Result } from '#contract/errors'
import { type EntrySource, NODE_FIGURES } from '#contract/history'
import type { ModelId } from '#contract/model'
import { configurationWords } from '#core/comparison/wording'
import { entryView } from '#core/document/document-view'
import { DOCUMENT_EXTENSIONS, readText } from '#core/document/read'
import { readNodeData } from '#core/export/node-data'
import { exportName } from '#messages/file-name'
import type { Application } from '../application'
import type { EntryFinder } from '../documents/entries'
import type { LocatedEntry } from '../documents/located-entry'
import type { FileRequest, Host } from '../host'
import type { HandlersOf } from './handle'
import { entrySource, fileHash, growthLimit, id, language, path } from './schemas'

type Sources = Pick<Application, 'store' | 'finder' | 'viewer' | 'exporter' | 'adviser' | 'settings'>

const sources = v.pipe(v.array(entrySource), v.minLength(1), v.maxLength(MOST_SIDES))
const JSON_FILES: FileRequest['filters'] = [
  { name: { id: 'dialog.documents' }, extensions: DOCUMENT_EXTENSIONS },
  { name: { id: 'dialog.allFiles' }, extensions: ['*'] },
]

export function documentHandlers(
  { store, finder, viewer, exporter, adviser, settings }: Sources,
  host: Pick<Host, 'appVersion' | 'chooseFile' | 'admit'>,
): HandlersOf<'document'> {
  /** null: it is a kept entry, whose model may have had other sizes, or nobody waits for advice any more. */
  const adviceOn = async (modelId: ModelId, source: EntrySource | undefined): Promise<Advice | null> => {
    if (source === undefined || source.saved !== undefined) return null
    const advice = await adviser.advise(modelId, source.configuration)
    return advice.ok ? advice.value : null
  }

  return {
    'document:open': {
      schema: v.tuple([id, v.nullable(path)]),
      async answer(_modelId, named) {
        const chosen = named ?? (await host.chooseFile({ title: { id: 'dialog.openDocument' }, filters: JSON_FILES }))
        if (chosen === null) return ok(null)
        const admitted = await host.admit(chosen)
        return admitted.ok ? finder.openDocument(admitted.value) : admitted
      },
    },
    'document:show': {
      schema: v.tuple([path, v.nullable(path)]),
      async answer(named, modelNamed) {
        const admitted = await host.admit(named)
        if (!admitted.ok) return admitted
        const model = modelNamed === null ? null : await host.admit(modelNamed)
        if (model !== null && !model.ok) return model
        return viewer.show(admitted.value, model?.value ?? null)
      },
    },
    'document:keep': { schema: v.tuple([id, entrySource]), answer: finder.keep },
    'document:reopen': { schema: v.tuple([fileHash]), answer: finder.reopen },
    'document:close': {
      schema: v.tuple([id]),
      answer(document) {
        finder.closeDocument(document)
        return ok(undefined)
      },
    },
    'document:entries': {
      schema: v.tuple([id, sources]),
      async answer(modelId, wanted) {
        const entries: Entry[] = []
        for (const source of wanted) {
          const found = await finder.find(modelId, source)
          if (!found.ok) return found
          entries.push(found.value)
        }
        return ok(entries)
      },
    },
    'document:view': {
      schema: v.tuple([id, entrySource]),
      async answer(modelId, source) {
        const found = await finder.find(modelId, source)
        return found.ok ? ok(entryView(found.value)) : found
      },
    },
    'document:save': {
      schema: v.tuple([id, sources]),
      async answer(modelId, wanted) {
        const located = await locateAll(modelId, wanted, finder.locateWhole)
        if (!located.ok) return located
        const [first] = located.value
        const order = { kind: 'document', appVersion: host.appVersion, savedAt: new Date() } as const
        return exporter.save(`${nameOf(first.fileName, wanted)}.convscope`, { order, entries: located.value })
      },
    },
    'document:node-data': {
      schema: v.tuple([id, entrySource, v.picklist(NODE_FIGURES)]),
      async answer(modelId, source, figure) {
        const view = store.view(modelId)
        if (!view.ok) return view
        const located = await finder.locate(modelId, source)
        if (!located.ok) return located
        const order = { kind: 'node-data', view: view.value, figure } as const
        return exporter.save(`${nameOf(view.value.fileName, [source], figure)}.json`, {
          order,
          entries: [located.value],
        })
      },
    },
    'document:overlay': {
      schema: v.tuple([id]),
      async answer(modelId) {
        const view = store.view(modelId)
        if (!view.ok) return view
        const chosen = await host.chooseFile({ title: { id: 'dialog.openNodeData' }, filters: JSON_FILES })
        if (chosen === null) return ok(null)
        const admitted = await host.admit(chosen)
        if (!admitted.ok) return admitted
        const fileName = parse(chosen).base
        const text = await readText(admitted.value)
        if (!text.ok) return text
        const values = readNodeData(text.value, fileName, view.value)
        return values.ok ? ok({ fileName, values: values.value }) : values
      },
    },
    'document:report': {
      schema: v.tuple([id, sources, v.nullable(growthLimit), language]),
      async answer(modelId, wanted, limit, language) {
        const located = await locateAll(modelId, wanted, finder.locate)
        if (!located.ok) return located
        const [first] = located.value
        const { units } = settings.get()
        const head = {
          kind: 'report',
          ...{ language, units, limit },
          appVersion: host.appVersion,
          createdAt: new Date(),
        } as const
        const advice = await adviceOn(modelId, wanted[1] ?? wanted[0])
        const order = { ...head, ...(advice === null ? {} : { advice }) }
        return exporter.save(`${nameOf(first.fileName, wanted, 'report')}.html`, { order, entries: located.value })
      },
    },
  }
}

/** It tells which sides it holds. */
function nameOf(fileName: string, sources: readonly EntrySource[], what?: string): string {
  return exportName(
    fileName,
    sources.map(({ configuration }) => configurationWords(configuration)),
    what,
  )
}

async function locateAll(
  modelId: ModelId,
  wanted: readonly EntrySource[],
  locate: EntryFinder['locate'],
): Promise<Result<[LocatedEntry, ...LocatedEntry[]]>> {
  const found: LocatedEntry[] = []
  for (const source of wanted) {
    const entry = await locate(modelId, source)
    if (!entry.ok) return entry
    found.push(entry.value)
  }
  const [first, ...others] = found
  return first === undefined
    ? fail({ code: 'export/failed', message: { id: 'problem.nothingToSave' } })
    : ok([first, ...others])
}
