// SPDX-License-Identifier: Apache-2.0
import { IconArrowBackUp, IconArrowForwardUp } from '@tabler/icons-react'
import { t } from '../i18n'
import { actions, useApp } from '../store'
import { IconButton } from '../ui/IconButton'
import { undoWords } from './undo-words'

/** Takes back what was decided last, and does it again; the tooltips say what that is. */
export function UndoButtons() {
  const words = undoWords(useApp((state) => state.undo))
  return (
    <span className="app-undo">
      {/* Still reached by keyboard and pointer, so that they say why they do nothing. */}
      <IconButton
        size={22}
        label={words.undo ?? t('undo:nothingToUndo')}
        data-testid="undo"
        aria-disabled={words.undo === null}
        data-disabled={words.undo === null}
        onClick={() => void actions.undo()}
      >
        <IconArrowBackUp size={15} />
      </IconButton>
      <IconButton
        size={22}
        label={words.redo ?? t('undo:nothingToRedo')}
        data-testid="redo"
        aria-disabled={words.redo === null}
        data-disabled={words.redo === null}
        onClick={() => void actions.redo()}
      >
        <IconArrowForwardUp size={15} />
      </IconButton>
    </span>
  )
}
