// SPDX-License-Identifier: Apache-2.0
import type { RefObject } from 'react'
import type { Arena } from '#contract/arena'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { t } from '../../i18n'
import { actions, useApp, useProfiles } from '../../store'
import { type FileButton, FileButtons } from '../../ui/FileButtons'
import type { Scene } from './draw-arena'
import { arenaText, saveArena } from './save-arena'

interface ArenaExportsProps {
  readonly model: ModelView
  readonly plan: Plan
  readonly arena: Arena
  readonly origin: 'modelled' | 'measured'
  /** What is drawn; null where the table is shown. */
  readonly scene: RefObject<Scene | null> | null
}

/** Saves the drawing as it is shown, or every allocation as a table. */
export function ArenaExports({ model, plan, arena, origin, scene }: ArenaExportsProps) {
  const profiles = useProfiles()
  const appVersion = useApp((state) => state.host?.appVersion ?? '')
  const save = async (kind: 'png' | 'svg') => {
    const drawn = scene?.current ?? null
    if (drawn === null) return actions.saveChart(null)
    await saveArena({ scene: drawn, model, plan, origin, profiles, appVersion }, kind).catch(() =>
      actions.saveChart(null),
    )
  }
  const charts = (['png', 'svg'] as const).map((kind): FileButton => {
    const shown = kind.toUpperCase()
    const label = t('arena:save', { kind: shown })
    return { id: `arena-${kind}`, shown, label, disabled: scene === null, save: () => void save(kind) }
  })
  const table: FileButton = {
    id: 'arena-csv',
    shown: 'CSV',
    label: t('arena:saveTable'),
    save: () => void actions.saveTable(arenaText(model, arena), 'arena'),
  }
  return <FileButtons buttons={[...charts, table]} />
}
