// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { ok } from '#contract/errors'
import { notOpen } from '#core/model-store'
import type { Application } from '../application'
import type { HandlersOf } from './handle'
import { fileHash, layoutKey, layoutText, workspace } from './schemas'

/** By the contents of the model's file: a page may tell how it left one that is no longer open, of those it has had open. */
export function workspaceHandlers({
  workspaces,
  sides,
  hasShown,
}: Pick<Application, 'workspaces' | 'sides' | 'hasShown'>): HandlersOf<'workspace'> {
  return {
    'workspace:load': {
      schema: v.tuple([fileHash]),
      answer(sha256) {
        if (!hasShown(sha256)) return notOpen()
        const text = workspaces.load(sha256)
        return ok(text === null ? null : parsed(text))
      },
    },
    'workspace:keep': {
      schema: v.tuple([fileHash, workspace]),
      answer(sha256, left) {
        if (!hasShown(sha256)) return notOpen()
        // Kept sides that are needed still count as used now.
        for (const document of left.documents ?? []) if ('kept' in document) sides.find(document.kept)
        return workspaces.keep(sha256, JSON.stringify(left))
      },
    },
    'workspace:load-layout': {
      schema: v.tuple([fileHash, layoutKey]),
      answer: (sha256, key) => (hasShown(sha256) ? ok(workspaces.loadLayout(sha256, key)) : notOpen()),
    },
    'workspace:keep-layout': {
      schema: v.tuple([fileHash, layoutKey, layoutText]),
      answer: (sha256, key, text) => (hasShown(sha256) ? workspaces.keepLayout(sha256, key, text) : notOpen()),
    },
  }
}

/** Another version, or another program, may have written it: what does not fit is as if nothing was left. */
function parsed(text: string) {
  try {
    const found = v.safeParse(workspace, JSON.parse(text))
    return found.success ? found.output : null
  } catch {
    return null
  }
}
