// SPDX-License-Identifier: Apache-2.0
import type { Setting } from '#contract/configuration'
import type { ModelView } from '#contract/model'
import type { Ladder } from '#contract/releases'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { type FileButton, FileButtons } from '../../ui/FileButtons'
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
  const buttons = [
    ...CHART_KINDS.map((kind): FileButton => {
      const shown = kind.toUpperCase()
      return { id: `releases-${kind}`, shown, label: t('releases:save', { kind: shown }), save: () => void save(kind) }
    }),
    ...DATA_KINDS.map((kind): FileButton => {
      const shown = kind.toUpperCase()
      const label = kind === 'html' ? t('releases:report') : t('releases:data', { kind: shown })
      return { id: `releases-${kind}`, shown, label, save: () => void actions.exportReleases(kind) }
    }),
  ]
  return <FileButtons buttons={buttons} />
}
