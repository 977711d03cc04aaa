// SPDX-License-Identifier: Apache-2.0
import { IconDeviceFloppy } from '@tabler/icons-react'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { selectShown } from '../../store/selectors'
import { type FileButton, FileButtons } from '../../ui/FileButtons'

const CHART_KINDS = ['png', 'svg'] as const
const DATA_KINDS = ['csv', 'json'] as const

/** Saves the chart as a picture or the figures as data; absent while there is nothing to compare. */
export function ExportButtons() {
  const comparable = useApp((state) => selectShown(state) !== null)
  if (!comparable) return null
  const report: FileButton = {
    id: 'compare-report',
    shown: 'HTML',
    label: t('compare:report'),
    save: () => void actions.saveReport(actions.sources()),
  }
  const document: FileButton = {
    id: 'compare-save',
    shown: <IconDeviceFloppy size={14} />,
    label: t('compare:saveBoth'),
    save: () => void actions.saveDocument(actions.sources()),
  }
  const charts = CHART_KINDS.map((kind): FileButton => {
    const shown = kind.toUpperCase()
    return {
      id: `export-${kind}`,
      shown,
      label: t('compare:exportChart', { kind: shown }),
      save: () => actions.requestChart(kind),
    }
  })
  const data = DATA_KINDS.map((kind): FileButton => {
    const shown = kind.toUpperCase()
    const label = t('compare:exportData', { kind: shown })
    return { id: `export-${kind}`, shown, label, save: () => void actions.exportComparison(kind) }
  })
  return <FileButtons buttons={[...charts, ...data, report, document]} />
}
