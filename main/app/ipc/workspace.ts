// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { ok } from '#contract/errors'
import type { ModelId } from '#contract/model'
import type { Application } from '../application'
import type { HandlersOf } from './handle'
import { id, layoutKey, layoutText, workspace } from './schemas'

export function workspaceHandlers({
  workspaces,
  store,
}: Pick<Application, 'workspaces' | 'store'>): HandlersOf<'workspace'> {
  const hashOf = (modelId: ModelId) => {
    const view = store.view(modelId)
    return view.ok ? ok(view.value.sha256) : view
  }
  return {
    'workspace:load': {
      schema: v.tuple([id]),
      answer(modelId) {
        const hash = hashOf(modelId)
        if (!hash.ok) return hash
        const text = workspaces.load(hash.value)
        return ok(text === null ? null : parsed(text))
      },
    },
    'workspace:keep': {
      schema: v.tuple([id, workspace]),
      answer(modelId, left) {
        const hash = hashOf(modelId)
        return hash.ok ? workspaces.keep(hash.value, JSON.stringify(left)) : hash
      },
    },
    'workspace:load-layout': {
      schema: v.tuple([id, layoutKey]),
      answer(modelId, key) {
        const hash = hashOf(modelId)
        return hash.ok ? ok(workspaces.loadLayout(hash.value, key)) : hash
      },
    },
    'workspace:keep-layout': {
      schema: v.tuple([id, layoutKey, layoutText]),
      answer(modelId, key, text) {
        const hash = hashOf(modelId)
        return hash.ok ? workspaces.keepLayout(hash.value, key, text) : hash
      },
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
