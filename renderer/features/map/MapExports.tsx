// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { t } from '../../i18n'
import { actions, useApp, useProfiles } from '../../store'
import { type FileButton, FileButtons } from '../../ui/FileButtons'
import type { MapPart } from './memory-map'
import { partsText } from './parts-table'
import { saveMap } from './save-map'

const CHART_KINDS = ['png', 'svg'] as const

interface MapExportsProps {
  readonly model: ModelView
  readonly plan: Plan
  readonly parts: readonly MapPart[]
  /** The map is on screen, not the table. */
  readonly drawn: boolean
  /** The map on screen. */
  readonly findChart: () => SVGSVGElement | null
}

/** Saves the map as it is shown, or every part of the memory as a table. */
export function MapExports({ model, plan, parts, drawn, findChart }: MapExportsProps) {
  const profiles = useProfiles()
  const appVersion = useApp((state) => state.host?.appVersion ?? '')
  const save = async (kind: 'png' | 'svg') => {
    const chart = findChart()
    if (chart === null) return actions.saveChart(null)
    await saveMap({ chart, model, plan, parts, profiles, appVersion }, kind).catch(() => actions.saveChart(null))
  }
  const table: FileButton = {
    id: 'map-csv',
    shown: 'CSV',
    label: t('map:saveTable'),
    save: () => void actions.saveTable(partsText(model, parts, plan.totalBytes), 'memory'),
  }
  const charts = CHART_KINDS.map((kind): FileButton => {
    const shown = kind.toUpperCase()
    const label = t('map:save', { kind: shown })
    return { id: `map-${kind}`, shown, label, disabled: !drawn, save: () => void save(kind) }
  })
  return <FileButtons buttons={[...charts, table]} />
}
