import { useStore } from 'zustand'
import type { Bridge } from '#contract/channels'
import { createApp } from './create-app'
import { selectMeasurement } from './selectors'
import type { AppState, Measurement } from './state'

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly convscope: Bridge
  }
}

const app = createApp(window.convscope)

export const actions = app.actions
export const connect = app.connect

export function useApp<T>(select: (state: AppState) => T): T {
  return useStore(app.store, select)
}

/** The measurement of the current configuration, once it has been run. */
export function useMeasurement(): Measurement | null {
  return useApp(selectMeasurement)
}
