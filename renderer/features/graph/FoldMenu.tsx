// SPDX-License-Identifier: Apache-2.0
import { Menu } from '@mantine/core'
import { IconFoldDown } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { grouped } from '#messages/figures'
import { t } from '../../i18n'
import { boxesByLevel } from '../../lib/layers/folds'
import { levelsOf } from '../../lib/layers/scopes'
import { actions, useApp } from '../../store'
import { IconButton } from '../../ui/IconButton'

/** Folds the whole graph to stages, to blocks or to parts of them; absent where the network has none that are known. */
export function FoldMenu() {
  const [open, setOpen] = useState(false)
  const foldable = useApp(({ model }) => model !== null && levelsOf(model) > 0)
  const level = useApp((state) => state.foldLevel)
  if (!foldable) return null
  return (
    <Menu opened={open} onChange={setOpen} position="right-start" transitionProps={{ duration: 0 }}>
      <Menu.Target>
        <IconButton
          tooltipPosition="right"
          size={26}
          radius={0}
          label={t('graph:fold.title')}
          data-testid="fold-menu"
          {...(level === null ? {} : { variant: 'light', color: 'indigo' })}
        >
          <IconFoldDown size={15} />
        </IconButton>
      </Menu.Target>
      <Menu.Dropdown>{open ? <Levels /> : null}</Menu.Dropdown>
    </Menu>
  )
}

function Levels() {
  const model = useApp((state) => state.model)
  const current = useApp((state) => state.foldLevel)
  const boxes = useMemo(() => (model === null ? [] : boxesByLevel(model)), [model])
  const choices = [...boxes.map((count, level) => ({ level, count })), { level: null, count: model?.nodes.length ?? 0 }]
  return choices.map(({ level, count }) => (
    <Menu.RadioItem
      key={String(level)}
      value={String(level)}
      checked={level === current}
      data-testid={`fold-${level ?? 'none'}`}
      py={4}
      fz="xs"
      rightSection={<span className="ui-muted ui-number">{t('graph:fold.boxes', { boxes: grouped(count) })}</span>}
      onChange={() => actions.foldTo(level)}
    >
      {levelName(level)}
    </Menu.RadioItem>
  ))
}

function levelName(level: number | null): string {
  if (level === null) return t('graph:fold.none')
  if (level === 0) return t('graph:fold.stages')
  return level === 1 ? t('graph:fold.blocks') : t('graph:fold.parts', { level: level + 1 })
}
