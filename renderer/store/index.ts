// SPDX-License-Identifier: Apache-2.0
import { useStore } from 'zustand'
import type { Bridge } from '#contract/channels'
import type { ProfileTraits } from '#contract/configuration'
import { createApp } from './create-app'
import { createStateKeeper } from './kept-state'
import { selectMeasurement } from './selectors'
import type { AppState, Measurement } from './state'

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly convscope: Bridge
  }
}

const keeper = createStateKeeper(sessionStorage)
addEventListener('pagehide', keeper.leave)
const app = createApp(window.convscope, keeper)

export const actions = app.actions
export const connect = app.connect

export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(app.store, select)
}

const NO_PROFILES: readonly ProfileTraits[] = []

/** Empty until main has told of them. */
export function useProfiles(): readonly ProfileTraits[] {
  return useApp((state) => state.host?.profiles ?? NO_PROFILES)
}

/** The measurement of the current configuration, once it has been run. */
export function useMeasurement(): Measurement | null {
  return useApp(selectMeasurement)
}
