// SPDX-License-Identifier: Apache-2.0
import type { SavedDocument } from '#contract/document'
import { ok, type Result } from '#contract/errors'
import type { ModelId, ModelView } from '#contract/model'
import { documentView, needsModel, savedArena, savedPlan } from '#core/document/document-view'
import type { OpenModel, OpenModelParts, OpenModelPlans } from '../thread/threaded-core'

/** What is open: a model's file, or a saved document that stands for its model where the file is not at hand. */
export interface ShownModels {
  readonly store: OpenModel
  readonly planner: OpenModelPlans
  readonly parts: OpenModelParts
  /** Shows a document in place of what is open. */
  show(path: string, documentId: string, document: SavedDocument): ModelView
  /** The one that is open; null before there is any. */
  current(): ModelView | null
  /** Whether a file of this SHA-256 has been open, or a document stood for it. */
  hasShown(sha256: string): boolean
}

type Core = Pick<ShownModels, 'store' | 'planner' | 'parts'>

/** Whoever asks need not know which of the two it is: of a document there are its plans, and what takes the file is refused. */
export function createShownModels({ store, planner, parts }: Core): ShownModels {
  let shown: { readonly view: ModelView; readonly document: SavedDocument } | null = null
  let current: ModelView | null = null
  let count = 0
  const files = new Set<string>()
  const hold = (view: ModelView): void => {
    current = view
    files.add(view.sha256)
  }

  const kept = (opened: Result<ModelView>): Result<ModelView> => {
    if (opened.ok) {
      hold(opened.value)
      shown = null
    }
    return opened
  }
  const shownAs = (id: ModelId) => (shown?.view.id === id ? shown : null)
  const refused = (id: ModelId): Result<never> | null => {
    const document = shownAs(id)
    return document === null ? null : needsModel(document.view.fileName)
  }

  return {
    store: {
      ...store,
      open: async (path, onProgress) => kept(await store.open(path, onProgress)),
      setInputShapes: async (id, shapes, values) => refused(id) ?? kept(await store.setInputShapes(id, shapes, values)),
      view(id) {
        const document = shownAs(id)
        return document === null ? store.view(id) : ok(document.view)
      },
    },
    planner: {
      async arena(id, configuration, origin) {
        const document = shownAs(id)
        if (document === null) return planner.arena(id, configuration, origin)
        return savedArena(document.document, configuration, origin)
      },
      async plan(id, configuration) {
        const document = shownAs(id)
        return document === null ? planner.plan(id, configuration) : savedPlan(document.document, id, configuration)
      },
      anticipate(id, configuration) {
        if (shownAs(id) === null) planner.anticipate(id, configuration)
      },
    },
    parts: {
      weights: async (id, tensor) => refused(id) ?? parts.weights(id, tensor),
      kernels: async (id, configuration) => refused(id) ?? parts.kernels(id, configuration),
      rivals: async (id, configuration) => refused(id) ?? parts.rivals(id, configuration),
      prepareRun: async (run, request) => refused(request.modelId) ?? parts.prepareRun(run, request),
    },
    current: () => current,
    hasShown: (sha256) => files.has(sha256),
    show(path, documentId, document) {
      store.cancelOpen()
      count += 1
      const view = documentView(`shown-${count}`, { path, documentId, document })
      shown = { view, document }
      hold(view)
      return view
    },
  }
}
