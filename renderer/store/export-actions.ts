// SPDX-License-Identifier: Apache-2.0
import type { ChartFile } from '#contract/channels'
import type { Configuration } from '#contract/configuration'
import type { Result } from '#contract/errors'
import type { EntrySource, NodeFigure } from '#contract/history'
import { exportName } from '#messages/file-name'
import { currentLanguage, say, t } from '../i18n'
import { configurationKey } from '../lib/configurations'
import { englishWords } from '../lib/labels'
import type { ComparisonActions } from './comparison-actions'
import type { ActionContext } from './context'
import { selectChosen } from './selectors'
import type { Notice } from './state'

interface Others {
  comparisonRequest: ComparisonActions['comparisonRequest']
  notify(kind: Notice['kind'], text: string, more?: Pick<Notice, 'file'>): void
}

/** Everything that can be saved. All ends in the same way: where it was saved, why it could not be, or no word. */
export function createExportActions({ bridge, get, set }: ActionContext, { comparisonRequest, notify }: Others) {
  /** Says what became of an export; one that was declined or cancelled is the user's own doing. */
  const tell = (answer: Result<string | null>): void => {
    if (answer.ok && answer.value !== null) {
      notify('success', t('app:saved', { path: answer.value }), { file: answer.value })
    }
    if (!answer.ok && answer.problem.code !== 'cancelled') notify('failure', say(answer.problem.message))
  }

  return {
    async exportComparison(format: 'csv' | 'json'): Promise<void> {
      const request = comparisonRequest()
      const letter = selectChosen(get())?.letter
      if (request === null || letter === undefined) notify('failure', t('app:nothingToExport'))
      else tell(await bridge.invoke('export:comparison', request, letter, format))
    },
    /** What a model takes in every release, as it was last asked for. */
    async exportReleases(format: 'csv' | 'json' | 'html'): Promise<void> {
      const { model, ladders } = get()
      if (model === null || ladders === null) return
      tell(await bridge.invoke('export:releases', model.id, ladders.of, format, currentLanguage()))
    },
    /** What a model takes in every engine and release, as it was last asked for. */
    async exportEngines(format: 'csv' | 'json'): Promise<void> {
      const { model, engines } = get()
      if (model === null || engines === null) return
      tell(await bridge.invoke('export:engines', model.id, engines.of, format))
    },
    /** What was swept last. */
    async exportSweep(format: 'csv' | 'json'): Promise<void> {
      const { model } = get()
      if (model !== null) tell(await bridge.invoke('export:sweep', model.id, format))
    },
    /** The model's own file with what the engine is told for single layers under a configuration. */
    async saveModel(configuration: Configuration): Promise<void> {
      const { model } = get()
      if (model !== null) tell(await bridge.invoke('export:model', model.id, configuration))
    },
    /** Saves all values of a constant tensor as a file of NumPy. */
    async saveValues(tensor: number): Promise<void> {
      const { model } = get()
      if (model !== null) tell(await bridge.invoke('weights:save', model.id, tensor))
    },
    /** Shows a file that was saved in its folder. */
    async showFile(path: string): Promise<void> {
      await bridge.invoke('app:show-file', path)
    },
    async saveDocument(sources: readonly EntrySource[]): Promise<void> {
      const { model } = get()
      if (model !== null) tell(await bridge.invoke('document:save', model.id, sources))
    },
    async saveReport(sources: readonly EntrySource[]): Promise<void> {
      const { model, limit } = get()
      if (model !== null) tell(await bridge.invoke('document:report', model.id, sources, limit, currentLanguage()))
    },
    /** Saves one figure of the current configuration as node data for Model Explorer. */
    async saveNodeData(figure: NodeFigure): Promise<void> {
      const { model, configuration, measurements } = get()
      if (model === null) return
      const runId = measurements.get(configurationKey(configuration))?.report.runId
      const source = { configuration, ...(runId === undefined ? {} : { runId }) }
      tell(await bridge.invoke('document:node-data', model.id, source, figure))
    },
    /** Rows of a table as CSV. */
    async saveTable(csv: string, what: 'layers' | 'memory' | 'memory and time' | 'arena' = 'layers'): Promise<void> {
      const { model, host, configuration } = get()
      const name = exportName(model?.fileName ?? '', [englishWords(host?.profiles ?? [], configuration)], what)
      tell(await bridge.invoke('export:table', `${name}.csv`, csv))
    },
    /** Has the comparison chart drawn and saved; it must be on screen for that. */
    requestChart(kind: 'png' | 'svg'): void {
      if (comparisonRequest() === null) notify('failure', t('app:nothingToExport'))
      else set({ tab: 'compare', chartExport: { kind } })
    },
    /** The chart, or null where it could not be drawn. */
    async saveChart(chart: ChartFile | null): Promise<void> {
      set({ chartExport: null })
      if (chart === null) notify('failure', t('app:chartFailed'))
      else tell(await bridge.invoke('export:chart', chart))
    },
    /** Gives up the chart that is being drawn. */
    cancelChart: (): void => set({ chartExport: null }),
  }
}
