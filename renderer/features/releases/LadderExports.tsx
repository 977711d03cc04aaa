// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { Setting } from '#contract/configuration'
import type { ModelView } from '#contract/model'
import type { Ladder } from '#contract/releases'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import type { LadderPoint } from './ladder-rows'
import { saveLadder } from './save-ladder'

const CHART_KINDS = ['png', 'svg'] as const
const DATA_KINDS = ['csv', 'json', 'html'] as const

interface LadderExportsProps {
  readonly model: ModelView
  readonly ladder: Ladder
  readonly points: readonly LadderPoint[]
  readonly setting: Setting | null
  /** The chart on screen. */
  readonly findChart: () => SVGSVGElement | null
}

/** Saves the chart as it is shown, all figures as data, or a page with both. */
export function LadderExports({ model, ladder, points, setting, findChart }: LadderExportsProps) {
  const host = useApp((state) => state.host)
  const save = async (kind: 'png' | 'svg') => {
    const chart = findChart()
    if (chart === null || host === null) return actions.saveChart(null)
    await saveLadder({ chart, model, ladder, points, setting, host }, kind).catch(() => actions.saveChart(null))
  }
  return (
    <Button.Group>
      {CHART_KINDS.map((kind, index) => (
        <Button
          key={kind}
          variant="default"
          size="compact-xs"
          leftSection={index === 0 ? <IconDownload size={13} /> : undefined}
          data-testid={`releases-${kind}`}
          aria-label={t('releases:save', { kind: kind.toUpperCase() })}
          onClick={() => void save(kind)}
        >
          {kind.toUpperCase()}
        </Button>
      ))}
      {DATA_KINDS.map((kind) => (
        <Button
          key={kind}
          variant="default"
          size="compact-xs"
          data-testid={`releases-${kind}`}
          aria-label={kind === 'html' ? t('releases:report') : t('releases:data', { kind: kind.toUpperCase() })}
          title={kind === 'html' ? t('releases:report') : undefined}
          onClick={() => void actions.exportReleases(kind)}
        >
          {kind.toUpperCase()}
        </Button>
      ))}
    </Button.Group>
  )
}
