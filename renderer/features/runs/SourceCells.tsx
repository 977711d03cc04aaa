// SPDX-License-Identifier: Apache-2.0
import { Checkbox } from '@mantine/core'
import { IconPinned } from '@tabler/icons-react'
import type { EntrySource, SavedSource } from '#contract/history'
import { t } from '../../i18n'
import { sourceKey } from '../../lib/sides'
import { actions, useApp } from '../../store'
import { IconButton } from '../../ui/IconButton'

/** Takes an entry into the comparison and into what is saved. */
export function PickCell({ source, label }: { readonly source: EntrySource; readonly label: string }) {
  const picked = useApp((state) => state.picked.some((each) => sourceKey(each) === sourceKey(source)))
  return (
    <td className="runs-pick">
      <Checkbox
        size="xs"
        aria-label={t('runs:pickThis', { name: label })}
        checked={picked}
        onChange={() => actions.togglePicked(source)}
      />
    </td>
  )
}

interface BaselineButtonProps {
  readonly source: EntrySource & { readonly saved: SavedSource }
}

export function BaselineButton({ source }: BaselineButtonProps) {
  return (
    <IconButton
      label={t('runs:asBaseline')}
      size={22}
      data-testid={`${source.saved.kind}-baseline`}
      onClick={() => void actions.keepSavedAsBaseline(source)}
    >
      <IconPinned size={14} />
    </IconButton>
  )
}
