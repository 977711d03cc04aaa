// SPDX-License-Identifier: Apache-2.0
import type { PanelValues } from '#contract/workspace'
import type { ActionContext } from './context'
import { selectPair } from './selectors'
import type { AppState, Notice, Tab } from './state'

export function createViewActions({ get, set }: ActionContext) {
  let nextNotice = 1

  return {
    /** From the graph: selects without moving it; the one beside goes to the match. */
    select: (node: number | null): void =>
      set({
        ...{ selected: node, selectedBeside: null, visited: remembered(get()) },
        centreBesideRequest: get().centreBesideRequest + 1,
      }),
    /** From anywhere else: selects and centres the graph on the node. */
    reveal: (node: number): void =>
      set({ selected: node, selectedBeside: null, visited: remembered(get()), ...centred(get()) }),
    /** From the graph that stands beside: selects what matches a node of it, without moving it; one without a match by itself. */
    selectBeside: (node: number): void => set({ ...chosenBeside(get(), node), centreRequest: get().centreRequest + 1 }),
    /** The same from anywhere else. */
    revealBeside: (node: number): void => set({ ...chosenBeside(get(), node), ...centred(get()) }),
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

/** Both graphs go to what is selected. */
export function centred({
  centreRequest,
  centreBesideRequest,
}: AppState): Pick<AppState, 'centreRequest' | 'centreBesideRequest'> {
  return { centreRequest: centreRequest + 1, centreBesideRequest: centreBesideRequest + 1 }
}

function chosenBeside(state: AppState, node: number): Pick<AppState, 'selected' | 'selectedBeside' | 'visited'> {
  const match = selectPair(state)?.pairing.toOpen.get(node)
  return { selected: match ?? null, selectedBeside: match === undefined ? node : null, visited: remembered(state) }
}

/** As many selections as "back" can return to. */
const HISTORY = 100

function remembered({ selected, visited }: AppState): readonly number[] {
  return selected === null || selected === visited.at(-1) ? visited : [...visited.slice(1 - HISTORY), selected]
}
