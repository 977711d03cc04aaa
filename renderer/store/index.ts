// SPDX-License-Identifier: Apache-2.0
import { useCallback } from 'react'
import { useStore } from 'zustand'
import type { Bridge } from '#contract/channels'
import type { ProfileTraits } from '#contract/configuration'
import type { PanelValues } from '#contract/workspace'
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

/** For what is done with it at once: who shows it asks useApp. */
export function currentState(): AppState {
  return app.store.getState()
}

/** How a panel was left, and what keeps it so: as useState, but over tabs, restarts and per model. */
export function usePanel<Name extends keyof PanelValues>(
  name: Name,
): readonly [PanelValues[Name], (value: PanelValues[Name]) => void] {
  const value = useApp((state) => state.panels[name])
  const keep = useCallback((next: PanelValues[Name]) => actions.keepPanel({ [name]: next }), [name])
  return [value, keep]
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
