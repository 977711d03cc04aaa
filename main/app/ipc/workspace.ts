// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { ok } from '#contract/errors'
import type { Application } from '../application'
import type { HandlersOf } from './handle'
import { fileHash, layoutKey, layoutText, workspace } from './schemas'

/** By the contents of the model's file: a page may tell how it left one that is no longer open. */
export function workspaceHandlers({ workspaces }: Pick<Application, 'workspaces'>): HandlersOf<'workspace'> {
  return {
    'workspace:load': {
      schema: v.tuple([fileHash]),
      answer(sha256) {
        const text = workspaces.load(sha256)
        return ok(text === null ? null : parsed(text))
      },
    },
    'workspace:keep': {
      schema: v.tuple([fileHash, workspace]),
      answer: (sha256, left) => workspaces.keep(sha256, JSON.stringify(left)),
    },
    'workspace:load-layout': {
      schema: v.tuple([fileHash, layoutKey]),
      answer: (sha256, key) => ok(workspaces.loadLayout(sha256, key)),
    },
    'workspace:keep-layout': {
      schema: v.tuple([fileHash, layoutKey, layoutText]),
      answer: (sha256, key, text) => workspaces.keepLayout(sha256, key, text),
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
