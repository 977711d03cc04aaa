// SPDX-License-Identifier: Apache-2.0
import { IconCopy, IconDownload } from '@tabler/icons-react'
import { grouped } from '#messages/figures'
import { t } from '../../i18n'
import type { LayerRow } from '../../lib/layers/rows'
import { actions } from '../../store'
import { IconButton } from '../../ui/IconButton'
import { type LayerColumn, layerText } from './layer-table'

interface TableExportProps {
  /** As shown: filtered, in order. */
  readonly rows: readonly LayerRow[]
  readonly columns: readonly LayerColumn[]
}

/** What is shown, for other programs: with exact figures, in the order of the screen. */
export function TableExport({ rows, columns }: TableExportProps) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(layerText(rows, columns, '\t'))
      actions.notify('success', t('layers:copied', { count: rows.length, formatted: grouped(rows.length) }))
    } catch {
      actions.notify('failure', t('layers:notCopied'))
    }
  }
  return (
    <div className="layers-export">
      <IconButton label={t('layers:copy')} data-testid="layers-copy" onClick={() => void copy()}>
        <IconCopy size={15} />
      </IconButton>
      <IconButton
        label={t('layers:csv')}
        data-testid="layers-csv"
        onClick={() => void actions.saveTable(layerText(rows, columns, ','))}
      >
        <IconDownload size={15} />
      </IconButton>
    </div>
  )
}
