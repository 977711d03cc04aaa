// SPDX-License-Identifier: Apache-2.0
import type { Workspace } from '#contract/workspace'
import type { AppState } from './state'
import { workspaceOf, workspaceParts } from './workspace'

// A page that crashed, or was loaded again, goes on where the one before it was: which model was open, its workspace as it
// was at the last moment, and what goes with no model. It stands in the session storage, which the window (or the tab of a
// browser) has, until that is closed.

export interface KeptState extends Pick<AppState, 'runOptions' | 'limit'> {
  /** Of the open model. */
  readonly path: string
  readonly workspace: Workspace
}

/** What was kept, and whether the page that kept it was left, or lost. */
export interface FoundState {
  readonly kept: KeptState
  readonly lost: boolean
}

export interface StateKeeper {
  keep(state: AppState): void
  /** null where there is nothing, or what another version kept. */
  take(appVersion: string): FoundState | null
  /** The page is being left. */
  leave(): void
}

type Slot = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const STATE = 'convscope'
const LEFT = 'convscope left'

export function createStateKeeper(storage: Slot): StateKeeper {
  let before: readonly unknown[] = []
  return {
    keep(state) {
      const { host, model, runOptions, limit } = state
      if (host === null || model === null) return
      const parts = [...workspaceParts(state), runOptions, limit]
      if (parts.every((part, at) => part === before[at])) return
      before = parts
      const kept: KeptState = { path: model.path, workspace: workspaceOf(state, model), runOptions, limit }
      try {
        storage.setItem(STATE, JSON.stringify({ appVersion: host.appVersion, kept }))
      } catch {
        // No room for so many overrides: what was kept before is older, and no less true.
      }
    },
    take(appVersion) {
      const lost = storage.getItem(LEFT) === null
      storage.removeItem(LEFT)
      const text = storage.getItem(STATE)
      if (text === null) return null
      const found = JSON.parse(text) as { readonly appVersion: string; readonly kept: KeptState }
      return found.appVersion === appVersion ? { kept: found.kept, lost } : null
    },
    leave: () => storage.setItem(LEFT, 'yes'),
  }
}
