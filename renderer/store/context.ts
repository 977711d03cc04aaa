// SPDX-License-Identifier: Apache-2.0
import type { StoreApi } from 'zustand/vanilla'
import type { Bridge } from '#contract/channels'
import type { AppState } from './state'

/** What actions work with. */
export interface ActionContext {
  readonly bridge: Bridge
  readonly get: StoreApi<AppState>['getState']
  readonly set: (part: Partial<AppState>) => void
}

/** Tells the answer to the newest request from answers to older ones. */
export function createLatest(): { next(): () => boolean } {
  let newest = 0
  return {
    next() {
      const mine = ++newest
      return () => mine === newest
    },
  }
}
