// SPDX-License-Identifier: Apache-2.0
import type { Category } from '#contract/categories'
import { CATEGORY_HUES } from '#contract/colours'
import type { ModelView } from '#contract/model'
import type { Sweep } from '#contract/sweep'
import { exportName } from '#messages/file-name'
import { t } from '../../i18n'
import { pictureSource } from '../../lib/charts/picture-source'
import { pictureOf } from '../../lib/charts/screen-picture'
import { CATEGORY_LABELS, configurationName, englishWords } from '../../lib/labels'
import { actions, useApp, useProfiles } from '../../store'
import { type FileButton, FileButtons } from '../../ui/FileButtons'
import { axisTitle } from './axis-names'

const CHART_KINDS = ['png', 'svg'] as const
const DATA_KINDS = ['csv', 'json'] as const

interface SweepExportsProps {
  readonly model: ModelView
  readonly sweep: Sweep
  readonly present: readonly Category[]
  /** The chart on screen. */
  readonly findChart: () => SVGSVGElement | null
}

/** Saves the chart as it is shown, or all figures as data. */
export function SweepExports({ model, sweep, present, findChart }: SweepExportsProps) {
  const profiles = useProfiles()
  const appVersion = useApp((state) => state.host?.appVersion ?? '')
  const save = async (kind: 'png' | 'svg') => {
    const chart = findChart()
    if (chart === null) return actions.saveChart(null)
    const source = pictureSource(model, appVersion)
    const picture = pictureOf(chart, kind, ({ scheme, colour }) => ({
      title: t('sweep:picture', { file: model.fileName, axis: axisTitle(sweep.axis) }),
      lines: [configurationName(profiles, sweep.configuration)],
      legend: [
        ...present.map((category) => ({ label: CATEGORY_LABELS[category], colour: CATEGORY_HUES[category][scheme] })),
        ...(sweep.resized === null ? [] : [{ label: t('sweep:session'), colour: colour('--text'), line: true }]),
      ],
      footer: source.footer,
      metadata: {
        ...source.metadata,
        origin: 'modelled',
        unit: 'bytes',
        configuration: sweep.configuration,
        axis: sweep.axis,
      },
    }))
    const name = exportName(
      model.fileName,
      [englishWords(profiles, sweep.configuration)],
      `by ${axisTitle(sweep.axis)}`,
    )
    await picture.then(
      (bytes) => actions.saveChart({ suggestedName: `${name}.${kind}`, kind, bytes }),
      () => actions.saveChart(null),
    )
  }
  const buttons = [
    ...CHART_KINDS.map((kind): FileButton => {
      const shown = kind.toUpperCase()
      return { id: `sweep-${kind}`, shown, label: t('sweep:saveChart', { kind: shown }), save: () => void save(kind) }
    }),
    ...DATA_KINDS.map((kind): FileButton => {
      const shown = kind.toUpperCase()
      const label = t('sweep:saveData', { kind: shown })
      return { id: `sweep-${kind}`, shown, label, save: () => void actions.exportSweep(kind) }
    }),
  ]
  return <FileButtons buttons={buttons} />
}
