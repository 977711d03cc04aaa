// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { exportName } from '#messages/file-name'
import { t } from '../../i18n'
import { pictureSource } from '../../lib/charts/picture-source'
import { pictureOf } from '../../lib/charts/screen-picture'
import { configurationName, englishWords } from '../../lib/labels'
import { actions, useApp, useProfiles } from '../../store'
import { type FileButton, FileButtons } from '../../ui/FileButtons'
import type { TradePoint } from './trade-points'
import { pointsText } from './trade-table'
import { figuresOf, useTradeWords } from './trade-words'

const KINDS = ['png', 'svg'] as const

interface TradeExportsProps {
  readonly model: ModelView
  readonly plan: Plan
  readonly points: readonly TradePoint[]
  readonly line: readonly TradePoint[]
  readonly findChart: () => SVGSVGElement | null
}

/** Saves the chart as it is shown, or every point as a table. */
export function TradeExports({ model, plan, points, line, findChart }: TradeExportsProps) {
  const profiles = useProfiles()
  const appVersion = useApp((state) => state.host?.appVersion ?? '')
  const { title } = useTradeWords()
  const save = async (kind: 'png' | 'svg') => {
    const chart = findChart()
    if (chart === null) return actions.saveChart(null)
    const source = pictureSource(model, appVersion)
    const bytes = await pictureOf(chart, kind, ({ colour }) => ({
      title: t('advice:trade.chart', { file: model.fileName }),
      lines: [
        configurationName(profiles, plan.configuration),
        ...line.map((point, index) => `${index + 1}  ${title(point)}: ${figuresOf(point).join(' · ')}`),
        t('advice:timeNote'),
      ],
      legend: [
        { label: t('advice:trade.key.tried'), colour: colour('--accent') },
        ...(points.some(({ inferenceNs }) => inferenceNs !== null)
          ? [{ label: t('advice:trade.key.run'), colour: colour('--text') }]
          : []),
      ],
      footer: source.footer,
      metadata: { ...source.metadata, unit: 'bytes', configuration: plan.configuration, points },
    }))
    const name = exportName(model.fileName, [englishWords(profiles, plan.configuration)], 'memory and time')
    await actions.saveChart({ suggestedName: `${name}.${kind}`, kind, bytes })
  }
  const charts = KINDS.map((kind): FileButton => {
    const shown = kind.toUpperCase()
    return {
      id: `trade-${kind}`,
      shown,
      label: t('advice:trade.save', { kind: shown }),
      save: () => void save(kind).catch(() => actions.saveChart(null)),
    }
  })
  const table: FileButton = {
    id: 'trade-csv',
    shown: 'CSV',
    label: t('advice:trade.saveTable'),
    save: () => void actions.saveTable(pointsText(points, line, title), 'memory and time'),
  }
  return <FileButtons buttons={[...charts, table]} />
}
