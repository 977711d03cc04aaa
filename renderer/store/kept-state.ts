// SPDX-License-Identifier: Apache-2.0
import type { InputSizes } from '#contract/model'
import { givenSizes } from '../lib/undo'
import type { AppState } from './state'

// What the user has decided outlives the page's process: it stands in the session storage, which the window (or the tab
// of a browser) has, until that is closed. A page that crashed, or was loaded again, begins with it.

export interface KeptState
  extends Pick<AppState, 'configuration' | 'baseline' | 'tab' | 'runOptions' | 'limit' | 'selected'> {
  /** Of the open model. */
  readonly path: string
  readonly sizes: InputSizes
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
  let before: AppState | null = null
  return {
    keep(state) {
      const { host, model, configuration, baseline, tab, runOptions, limit, selected } = state
      if (host === null || model === null || (before !== null && isSame(before, state))) return
      before = state
      const kept: KeptState = {
        path: model.path,
        sizes: givenSizes(model),
        ...{ configuration, baseline, tab, runOptions, limit, selected },
      }
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

/** Whether all that is kept of two states is the same. */
function isSame(a: AppState, b: AppState): boolean {
  return (
    a.model === b.model &&
    a.configuration === b.configuration &&
    a.baseline === b.baseline &&
    a.tab === b.tab &&
    a.runOptions === b.runOptions &&
    a.limit === b.limit &&
    a.selected === b.selected
  )
}
