import type { ChartFile } from '#contract/channels'
import type { Result } from '#contract/errors'
import type { EntrySource, NodeFigure } from '#contract/history'
import { say, t } from '../i18n'
import { configurationKey } from '../lib/configurations'
import type { ComparisonActions } from './comparison-actions'
import type { ActionContext } from './context'
import { selectChosen } from './selectors'
import type { Notice } from './state'

/** Everything that can be saved. All ends in the same way: where it was saved, why it could not be, or no word. */
export interface ExportActions {
  exportComparison(format: 'csv' | 'json'): Promise<void>
  saveDocument(sources: readonly EntrySource[]): Promise<void>
  saveReport(sources: readonly EntrySource[]): Promise<void>
  /** Saves one figure of the current configuration as node data for Model Explorer. */
  saveNodeData(figure: NodeFigure): Promise<void>
  /** Rows of the layers table as CSV. */
  saveTable(csv: string): Promise<void>
  /** Has the comparison chart drawn and saved; it must be on screen for that. */
  requestChart(kind: 'png' | 'svg'): void
  /** The chart, or null where it could not be drawn. */
  saveChart(chart: ChartFile | null): Promise<void>
  /** Gives up the chart that is being drawn. */
  cancelChart(): void
}

interface Others {
  comparisonRequest: ComparisonActions['comparisonRequest']
  notify(kind: Notice['kind'], text: string): void
}

export function createExportActions(
  { bridge, get, set }: ActionContext,
  { comparisonRequest, notify }: Others,
): ExportActions {
  /** Says what became of an export; one that was declined or cancelled is the user's own doing. */
  const tell = (answer: Result<string | null>): void => {
    if (answer.ok && answer.value !== null) notify('success', t('app:saved', { path: answer.value }))
    if (!answer.ok && answer.problem.code !== 'cancelled') notify('failure', say(answer.problem.message))
  }

  return {
    async exportComparison(format) {
      const request = comparisonRequest()
      const letter = selectChosen(get())?.letter
      if (request === null || letter === undefined) notify('failure', t('app:nothingToExport'))
      else tell(await bridge.invoke('export:comparison', request, letter, format))
    },
    async saveDocument(sources) {
      const { model } = get()
      if (model !== null) tell(await bridge.invoke('document:save', model.id, sources))
    },
    async saveReport(sources) {
      const { model, limit } = get()
      if (model !== null) tell(await bridge.invoke('document:report', model.id, sources, limit))
    },
    async saveNodeData(figure) {
      const { model, configuration, measurements } = get()
      if (model === null) return
      const runId = measurements.get(configurationKey(configuration))?.report.runId
      const source = { configuration, ...(runId === undefined ? {} : { runId }) }
      tell(await bridge.invoke('document:node-data', model.id, source, figure))
    },
    async saveTable(csv) {
      const name = get().model?.fileName.replace(/\.[^.]*$/, '') ?? ''
      tell(await bridge.invoke('export:table', `${name.slice(0, 180)} layers.csv`, csv))
    },
    requestChart(kind) {
      if (comparisonRequest() === null) notify('failure', t('app:nothingToExport'))
      else set({ tab: 'compare', chartExport: { kind } })
    },
    async saveChart(chart) {
      set({ chartExport: null })
      if (chart === null) notify('failure', t('app:chartFailed'))
      else tell(await bridge.invoke('export:chart', chart))
    },
    cancelChart: () => set({ chartExport: null }),
  }
}
