// SPDX-License-Identifier: Apache-2.0
import { Button } from '@mantine/core'
import { useMemo } from 'react'
import { grouped } from '#messages/figures'
import { t } from '../../i18n'
import { boxesByLevel } from '../../lib/layers/folds'
import { actions, useApp } from '../../store'
import { useGraph } from './graph-scope'

/** Seen as a whole, the graph cannot be read: what makes it short enough. */
export function TooLong({ boxes }: { readonly boxes: number }) {
  const model = useGraph((state) => state.model)
  const level = useApp((state) => state.foldLevel)
  const collapsed = useApp((state) => state.blocksCollapsed)
  const [stages] = useMemo(() => (model === null ? [] : boxesByLevel(model)), [model])
  const byStages = stages !== undefined && level !== 0
  if (!byStages && collapsed) return null
  return (
    <div className="graph-too-long" data-testid="too-long">
      <span>{t('graph:fold.tooLong', { boxes: grouped(boxes) })}</span>
      <Button
        size="compact-xs"
        data-testid="fold-to-fit"
        onClick={() => (byStages ? actions.foldTo(0) : actions.collapseBlocks(true))}
      >
        {byStages ? t('graph:fold.toStages', { boxes: grouped(stages) }) : t('palette:collapse')}
      </Button>
    </div>
  )
}
