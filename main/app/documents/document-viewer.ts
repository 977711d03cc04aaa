// SPDX-License-Identifier: Apache-2.0
import { dirname, join } from 'node:path'
import type { SavedModel } from '#contract/document'
import { fail, ok, type Result } from '#contract/errors'
import { documentRun, type ShownModel } from '#contract/history'
import type { ModelView } from '#contract/model'
import { shownEntries } from '#core/document/entries'
import { isOwnFile } from '#core/model/external-files'
import { hashOf } from '#core/model/read-file'
import type { ModelOpener } from '../models/model-opener'
import type { RecentFiles } from '../models/recent-files'
import type { RunHost } from '../runs/runs'
import type { EntryFinder } from './entries'
import type { ShownModels } from './shown-document'

/** Opens a saved document by itself, with its model where that is at hand. */
export interface DocumentViewer {
  /**
   * `modelPath`: the model's file as the user says, which is refused where it is another one; null: it is looked for beside
   * the document and among the files opened before.
   */
  show(path: string, modelPath: string | null): Promise<Result<ShownModel>>
}

interface DocumentViewerParts {
  readonly models: ShownModels
  readonly opener: Pick<ModelOpener, 'open' | 'leave'>
  readonly recent: RecentFiles
  readonly runs: Pick<RunHost, 'remember'>
  readonly finder: Pick<EntryFinder, 'openDocument' | 'closeDocument' | 'document'>
}

export function createDocumentViewer({ models, opener, recent, runs, finder }: DocumentViewerParts): DocumentViewer {
  /** The file of a model: the contents decide, not the name. */
  async function fileOf({ fileName, sha256, fileBytes }: SavedModel, path: string): Promise<string | null> {
    const beside = join(dirname(path), fileName)
    const opened = recent.list().filter((each) => each.fileName === fileName)
    const candidates = [
      ...((await isOwnFile(beside, path).catch(() => false)) ? [beside] : []),
      ...opened.map((each) => each.path),
    ]
    for (const candidate of candidates) if (await isFile(candidate, fileBytes, sha256)) return candidate
    return null
  }

  /** The view of the model's own file, with the sizes that the document was made with; null where the file is not here. */
  async function ownModel(model: SavedModel, path: string | null): Promise<Result<ModelView> | null> {
    const current = models.current()
    const open = current !== null && current.document === undefined && current.sha256 === model.sha256
    const opened = open ? ok(current) : path === null ? null : await opener.open(path)
    if (opened === null || !opened.ok) return opened
    const sized = new Map(opened.value.inputs.map(({ name, dims }) => [name, dims]))
    const same = model.inputs.every(({ name, dims }) => (sized.get(name) ?? dims).join() === dims.join())
    if (same) return opened
    return models.store.setInputShapes(
      opened.value.id,
      Object.fromEntries(model.inputs.filter(({ name }) => sized.has(name)).map(({ name, dims }) => [name, dims])),
    )
  }

  return {
    async show(path, modelPath) {
      const opened = await finder.openDocument(path)
      if (!opened.ok) return opened
      const { id } = opened.value
      const document = finder.document(id)
      if (document === null) throw new Error('a document that was opened is there')
      const [first] = shownEntries(document)
      if (first === undefined) throw new Error('a document has an entry')
      const { model } = first
      if (modelPath !== null && !(await isFile(modelPath, model.fileBytes, model.sha256))) {
        finder.closeDocument(id)
        return fail({ code: 'document/invalid', message: { id: 'problem.otherModelFile', file: model.fileName } })
      }
      await recent.add(path, Date.now())
      const own = await ownModel(model, modelPath ?? (await fileOf(model, path)))
      const view = own?.ok ? own.value : models.show(path, id, document)
      if (view.document !== undefined) opener.leave()
      for (const [index, { configuration, run, model: of }] of document.entries.entries()) {
        if (run === undefined || document.models[of] !== model) continue
        const report = { ...run.report, runId: documentRun(id, index), modelId: view.id, configuration }
        runs.remember({ report, saved: run })
      }
      return ok({ view, document: opened.value })
    },
  }
}

async function isFile(path: string, bytes: number, sha256: string): Promise<boolean> {
  try {
    return (await hashOf(path, bytes)) === sha256
  } catch {
    return false
  }
}
