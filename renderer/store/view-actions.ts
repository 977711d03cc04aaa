import type { ChartFile } from '#contract/channels'
import { say, t } from '../i18n'
import type { ActionContext } from './context'
import { selectShown } from './selectors'
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
  /** Has the comparison chart drawn and saved; it must be on screen for that. */
  requestChart(kind: 'png' | 'svg'): void
  /** Rows of the layers table as CSV. */
  saveTable(csv: string): Promise<void>
  /** The chart, or null where it could not be drawn. */
  saveChart(chart: ChartFile | null): Promise<void>
}

export function createViewActions({ bridge, get, set }: ActionContext): ViewActions {
  let nextNotice = 1

  const actions: ViewActions = {
    select: (node) => set({ selected: node, visited: remembered(get()) }),
    reveal: (node) => set({ selected: node, visited: remembered(get()), centreRequest: get().centreRequest + 1 }),
    showTab: (tab) => set({ tab }),
    showSettings: (settingsShown) => set({ settingsShown }),
    showAbout: (aboutShown) => set({ aboutShown, settingsShown: false }),
    notify(kind, text) {
      set({ notices: [...get().notices.slice(-2), { id: nextNotice++, kind, text }] })
    },
    dismissNotice: (id) => set({ notices: get().notices.filter((notice) => notice.id !== id) }),
    requestChart(kind) {
      if (selectShown(get()) === null) {
        actions.notify('failure', t('app:nothingToExport'))
        return
      }
      set({ tab: 'compare', chartExport: { kind } })
    },
    async saveTable(csv) {
      const name = get().model?.fileName.replace(/\.[^.]*$/, '') ?? ''
      const answer = await bridge.invoke('export:table', `${name.slice(0, 180)} layers.csv`, csv)
      if (!answer.ok) actions.notify('failure', say(answer.problem.message))
      else if (answer.value !== null) actions.notify('success', t('app:saved', { path: answer.value }))
    },
    async saveChart(chart) {
      set({ chartExport: null })
      if (chart === null) {
        actions.notify('failure', t('app:chartFailed'))
        return
      }
      const answer = await bridge.invoke('export:chart', chart)
      if (!answer.ok) actions.notify('failure', say(answer.problem.message))
      else if (answer.value !== null) actions.notify('success', t('app:saved', { path: answer.value }))
    },
  }
  return actions
}

/** As many selections as "back" can return to. */
const HISTORY = 100

function remembered({ selected, visited }: AppState): readonly number[] {
  return selected === null || selected === visited.at(-1) ? visited : [...visited.slice(1 - HISTORY), selected]
}
