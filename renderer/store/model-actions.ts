import type { Result } from '#contract/errors'
import type { ModelView } from '#contract/model'
import { t } from '../i18n'
import { defaultConfiguration } from '../lib/configurations'
import { type ActionContext, createLatest } from './context'

export interface ModelActions {
  /** Asks main what the window needs to know and opens the model of the command line, if any. */
  start(): Promise<void>
  chooseModel(): Promise<void>
  openPath(path: string): Promise<void>
  openSample(id: string): Promise<void>
  /** Opens a dropped file. */
  openFile(file: File): Promise<void>
  cancelOpen(): Promise<void>
  /** Reads the file anew and keeps what was compared with, and the selection where that node is still there. */
  reload(): Promise<void>
  setInputShapes(shapes: Readonly<Record<string, readonly number[]>>): Promise<void>
  dismissProblem(): void
}

/** `replan` runs whenever there is a model to plan. */
export function createModelActions(
  { bridge, get, set }: ActionContext,
  replan: () => Promise<void>,
  abandonRun: () => void,
  compare: () => Promise<void>,
): ModelActions {
  const latestOpen = createLatest()

  /** A failure leaves the model that was open, with its plan, as it was. */
  async function open(name: string, request: () => Promise<Result<ModelView>>): Promise<void> {
    const isLatest = latestOpen.next()
    set({ opening: { name, progress: null }, problem: null })
    const answer = await request()
    if (!isLatest()) return
    if (!answer.ok) {
      set({ opening: null, problem: answer.problem.code === 'cancelled' ? null : answer.problem })
      return
    }
    abandonRun()
    // Overrides name layers of the model that they were made for.
    const { model: former, configuration } = get()
    const { overrides: _, ...general } = configuration
    const kept = former?.sha256 === answer.value.sha256 ? configuration : general
    set({
      opening: null,
      model: answer.value,
      configuration: kept,
      plan: null,
      baseline: null,
      savedBaseline: null,
      comparison: null,
      history: null,
      picked: [],
      overlay: null,
      measurements: new Map(),
      selected: null,
      visited: [],
      expandedBlocks: new Set(),
      statistics: new Map(),
      tab: 'layers',
    })
    await replan()
  }

  const actions: ModelActions = {
    async start() {
      const [host, samples] = await Promise.all([bridge.invoke('app:info'), bridge.invoke('model:samples')])
      if (samples.ok) set({ samples: samples.value })
      if (!host.ok) {
        set({ problem: host.problem })
        return
      }
      const { executableIsas, processors, initialModel } = host.value
      set({ host: host.value, configuration: defaultConfiguration(executableIsas, processors) })
      if (initialModel !== undefined) await actions.openPath(initialModel)
    },
    async chooseModel() {
      const answer = await bridge.invoke('model:choose')
      if (!answer.ok) set({ problem: answer.problem })
      else if (answer.value !== null) await actions.openPath(answer.value)
    },
    openPath: (path) => open(path.split(/[\\/]/).at(-1) ?? path, () => bridge.invoke('model:open', path)),
    openSample: (id) =>
      open(get().samples.find((sample) => sample.id === id)?.title ?? id, () => bridge.invoke('model:open-sample', id)),
    async openFile(file) {
      const path = bridge.pathOf(file)
      if (path !== '') await actions.openPath(path)
      else {
        set({
          problem: {
            code: 'file/unreadable',
            message: t('open:notAFile', { name: file.name }),
            hint: t('open:notAFileHint'),
          },
        })
      }
    },
    async cancelOpen() {
      // The request itself answers with "cancelled".
      await bridge.invoke('model:cancel-open')
    },
    async reload() {
      const { model: before, baseline, selected, tab } = get()
      if (before === null) return
      await actions.openPath(before.path)
      const { model } = get()
      if (model === null || model === before) return
      const node = selected ?? -1
      set({ baseline, tab, selected: model.nodes[node]?.name === before.nodes[node]?.name ? selected : null })
      await compare()
    },
    async setInputShapes(shapes) {
      const { model } = get()
      if (model === null) return
      const isLatest = latestOpen.next()
      const answer = await bridge.invoke('model:set-input-shapes', model.id, shapes)
      if (!isLatest()) return
      if (!answer.ok) {
        set({ problem: answer.problem })
        return
      }
      // Measurements were made with the former shapes.
      abandonRun()
      set({ model: answer.value, comparison: null, measurements: new Map(), problem: null })
      await replan()
    },
    dismissProblem: () => set({ problem: null }),
  }
  return actions
}
