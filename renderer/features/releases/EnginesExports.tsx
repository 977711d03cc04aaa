// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import type { EngineLadder } from '#contract/releases'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { type FileButton, FileButtons } from '../../ui/FileButtons'
import { saveEngines } from './save-engines'

const CHART_KINDS = ['png', 'svg'] as const
const DATA_KINDS = ['csv', 'json'] as const

interface EnginesExportsProps {
  readonly ladders: readonly EngineLadder[]
  readonly configuration: Configuration
}

/** Saves the bars of all engines as a picture, or all figures as data. */
export function EnginesExports({ ladders, configuration }: EnginesExportsProps) {
  const host = useApp((state) => state.host)
  const model = useApp((state) => state.model)
  const save = async (kind: 'png' | 'svg') => {
    if (model === null || host === null) return actions.saveChart(null)
    await saveEngines({ model, ladders, configuration, host }, kind).catch(() => actions.saveChart(null))
  }
  const buttons = [
    ...CHART_KINDS.map((kind): FileButton => {
      const shown = kind.toUpperCase()
      return { id: `engines-${kind}`, shown, label: t('releases:save', { kind: shown }), save: () => void save(kind) }
    }),
    ...DATA_KINDS.map((kind): FileButton => {
      const shown = kind.toUpperCase()
      const label = t('releases:engines.data', { kind: shown })
      return { id: `engines-${kind}`, shown, label, save: () => void actions.exportEngines(kind) }
    }),
  ]
  return <FileButtons buttons={buttons} />
}
