// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from 'node:util'
import type { Entry, SavedDocument, SavedModel } from '#contract/document'

/** The entries of a document, each with its model. */
export function entriesOf({ models, entries }: SavedDocument): Entry[] {
  return entries.flatMap(({ model: index, ...entry }) => {
    const model = models[index]
    return model === undefined ? [] : { model, entry }
  })
}

/**
 * Models and entries as a document holds them: each model once. The same file with other input sizes is another model,
 * since its nodes have other sizes.
 */
export function heldEntries(all: readonly Entry[]): Pick<SavedDocument, 'models' | 'entries'> {
  const models: SavedModel[] = []
  const entries = all.map(({ model, entry }) => {
    const known = models.findIndex((each) => isSameModel(each, model))
    return { model: known < 0 ? models.push(model) - 1 : known, ...entry }
  })
  return { models, entries }
}

function isSameModel(a: SavedModel, b: SavedModel): boolean {
  return a.sha256 === b.sha256 && isDeepStrictEqual(dimsOf(a), dimsOf(b))
}

function dimsOf({ inputs, nodes }: SavedModel) {
  return [inputs.map(({ dims }) => dims), nodes.map(({ dims }) => dims)]
}

/**
 * Index of the entry that is looked at when a document is opened by itself: of a comparison B, which is the first that
 * differs from A in configuration or model; else the only one.
 */
export function shownEntry({ entries }: SavedDocument): number {
  const [a] = entries
  const b = entries.findIndex(
    ({ model, configuration }) => model !== a?.model || !isDeepStrictEqual(configuration, a.configuration),
  )
  return Math.max(0, b)
}

/** The entries of the model that is looked at then. */
export function shownEntries(document: SavedDocument): Entry[] {
  const shown = document.entries[shownEntry(document)]?.model
  return entriesOf(document).filter((_, index) => document.entries[index]?.model === shown)
}
