// SPDX-License-Identifier: Apache-2.0
import { say, t } from '../i18n'
import type { StepName, UndoHistory } from '../lib/undo'

/** What undo and redo would do now; null where there is nothing. */
export function undoWords({ done, undone }: UndoHistory): Readonly<Record<'undo' | 'redo', string | null>> {
  const last = done.at(-1)
  const next = undone.at(-1)
  return {
    undo: last === undefined ? null : t('undo:undo', { step: stepText(last.name) }),
    redo: next === undefined ? null : t('undo:redo', { step: stepText(next.name) }),
  }
}

function stepText({ kind, setting }: StepName): string {
  if (kind !== 'setting') return t(`undo:step.${kind}`)
  return setting === undefined ? t('undo:step.settings') : say({ id: 'setting.title', setting })
}
