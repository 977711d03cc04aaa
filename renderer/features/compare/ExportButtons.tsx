// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { IconDeviceFloppy, IconDownload } from '@tabler/icons-react'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { selectShown } from '../../store/selectors'

const CHART_KINDS = ['png', 'svg'] as const
const DATA_KINDS = ['csv', 'json'] as const

/** Saves the chart as a picture or the figures as data; absent while there is nothing to compare. */
export function ExportButtons() {
  const comparable = useApp((state) => selectShown(state) !== null)
  if (!comparable) return null
  return (
    <Button.Group>
      {CHART_KINDS.map((kind, index) => (
        <Button
          key={kind}
          variant="default"
          size="compact-xs"
          leftSection={index === 0 ? <IconDownload size={13} /> : undefined}
          data-testid={`export-${kind}`}
          aria-label={t('compare:exportChart', { kind: kind.toUpperCase() })}
          onClick={() => actions.requestChart(kind)}
        >
          {kind.toUpperCase()}
        </Button>
      ))}
      {DATA_KINDS.map((kind) => (
        <Button
          key={kind}
          variant="default"
          size="compact-xs"
          data-testid={`export-${kind}`}
          aria-label={t('compare:exportData', { kind: kind.toUpperCase() })}
          onClick={() => void actions.exportComparison(kind)}
        >
          {kind.toUpperCase()}
        </Button>
      ))}
      <Button
        variant="default"
        size="compact-xs"
        data-testid="compare-report"
        aria-label={t('compare:report')}
        title={t('compare:report')}
        onClick={() => void actions.saveReport(actions.sources())}
      >
        HTML
      </Button>
      <Button
        variant="default"
        size="compact-xs"
        data-testid="compare-save"
        aria-label={t('compare:saveBoth')}
        title={t('compare:saveBoth')}
        onClick={() => void actions.saveDocument(actions.sources())}
      >
        <IconDeviceFloppy size={14} />
      </Button>
    </Button.Group>
  )
}
