import type { ActionContext } from './context'
import type { AppState, Notice, Tab } from './state'

export interface ViewActions {
  /** From the graph: selects without moving it. */
  select(node: number | null): void
  /** From anywhere else: selects and centres the graph on the node. */
  reveal(node: number): void
  showTab(tab: Tab): void
  showSettings(shown: boolean): void
  /** Versions and licences; closes the settings, from where it may have been asked for. */
  showAbout(shown: boolean): void
  notify(kind: Notice['kind'], text: string): void
  dismissNotice(id: number): void
}

export function createViewActions({ get, set }: ActionContext): ViewActions {
  let nextNotice = 1

  return {
    select: (node) => set({ selected: node, visited: remembered(get()) }),
    reveal: (node) => set({ selected: node, visited: remembered(get()), centreRequest: get().centreRequest + 1 }),
    showTab: (tab) => set({ tab }),
    showSettings: (settingsShown) => set({ settingsShown }),
    showAbout: (aboutShown) => set({ aboutShown, settingsShown: false }),
    notify(kind, text) {
      set({ notices: [...get().notices.slice(-2), { id: nextNotice++, kind, text }] })
    },
    dismissNotice: (id) => set({ notices: get().notices.filter((notice) => notice.id !== id) }),
  }
}

/** As many selections as "back" can return to. */
const HISTORY = 100

function remembered({ selected, visited }: AppState): readonly number[] {
  return selected === null || selected === visited.at(-1) ? visited : [...visited.slice(1 - HISTORY), selected]
}
