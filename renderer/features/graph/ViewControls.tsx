import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowsDiagonal, IconMinus, IconPlus, IconSearch, IconStack2 } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'

/** What can be done to the view with the mouse; all of it has keys too. */
export function ViewControls() {
  const collapsed = useApp((state) => state.blocksCollapsed)
  return (
    <div className="graph-controls">
      <Control label={t('palette:zoomIn')} onClick={() => actions.askGraph('zoom-in')}>
        <IconPlus size={15} />
      </Control>
      <Control label={t('palette:zoomOut')} onClick={() => actions.askGraph('zoom-out')}>
        <IconMinus size={15} />
      </Control>
      <Control label={t('palette:fit')} onClick={() => actions.askGraph('fit')}>
        <IconArrowsDiagonal size={15} />
      </Control>
      <Control
        label={t(collapsed ? 'palette:expand' : 'palette:collapse')}
        testId="collapse-blocks"
        pressed={collapsed}
        onClick={() => actions.collapseBlocks(!collapsed)}
      >
        <IconStack2 size={15} />
      </Control>
      <Control label={t('palette:find')} testId="open-search" onClick={actions.showSearch}>
        <IconSearch size={15} />
      </Control>
    </div>
  )
}

interface ControlProps {
  readonly label: string
  readonly testId?: string
  readonly pressed?: boolean
  readonly children: ReactNode
  onClick(): void
}

function Control({ label, testId, pressed, children, onClick }: ControlProps) {
  return (
    <Tooltip label={label} position="right">
      <ActionIcon
        variant={pressed ? 'light' : 'subtle'}
        color={pressed ? 'indigo' : 'gray'}
        size={26}
        radius={0}
        aria-label={label}
        aria-pressed={pressed}
        data-testid={testId}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  )
}
