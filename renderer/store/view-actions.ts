// SPDX-License-Identifier: Apache-2.0
import type { PanelValues } from '#contract/workspace'
import type { ActionContext } from './context'
import type { AppState, Notice, Tab } from './state'

export function createViewActions({ get, set }: ActionContext) {
  let nextNotice = 1

  return {
    /** From the graph: selects without moving it. */
    select: (node: number | null): void => set({ selected: node, visited: remembered(get()) }),
    /** From anywhere else: selects and centres the graph on the node. */
    reveal: (node: number): void =>
      set({ selected: node, visited: remembered(get()), centreRequest: get().centreRequest + 1 }),
    /** What pictures of the graph are made of, at the moment when they are asked for. */
    shown: (): Pick<AppState, 'model' | 'plan' | 'host' | 'selected' | 'playhead'> => get(),
    showTab: (tab: Tab): void => set({ tab }),
    /** How a panel is to be found again. */
    keepPanel: (values: Partial<PanelValues>): void => set({ panels: { ...get().panels, ...values } }),
    showSettings: (settingsShown: boolean): void => set({ settingsShown }),
    /** Versions and licences; closes the settings, from where it may have been asked for. */
    showAbout: (aboutShown: boolean): void => set({ aboutShown, settingsShown: false }),
    showGlossary: (glossaryShown: boolean): void => set({ glossaryShown }),
    /** A step of the tour, or its end. */
    showTour: (tour: number | null): void => set({ tour, glossaryShown: false }),
    /** Says how something ended, and offers to take the step back that it was, or to show the file that was saved. */
    notify(kind: Notice['kind'], text: string, more: Pick<Notice, 'step' | 'file'> = {}): void {
      const notice = { id: nextNotice++, kind, text, ...more }
      set({ notices: [...get().notices.slice(-2), notice] })
    },
    dismissNotice: (id: number): void => set({ notices: get().notices.filter((notice) => notice.id !== id) }),
  }
}

/** As many selections as "back" can return to. */
const HISTORY = 100

function remembered({ selected, visited }: AppState): readonly number[] {
  return selected === null || selected === visited.at(-1) ? visited : [...visited.slice(1 - HISTORY), selected]
}
