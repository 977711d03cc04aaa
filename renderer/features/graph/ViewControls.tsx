// SPDX-License-Identifier: Apache-2.0
import { IconArrowsDiagonal, IconMinus, IconPlus, IconSearch, IconStack2 } from '@tabler/icons-react'
import type { ComponentProps } from 'react'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { IconButton } from '../../ui/IconButton'
import { FoldMenu } from './FoldMenu'

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
        data-testid="collapse-blocks"
        pressed={collapsed}
        aria-pressed={collapsed}
        onClick={() => actions.collapseBlocks(!collapsed)}
      >
        <IconStack2 size={15} />
      </Control>
      <FoldMenu />
      <Control label={t('palette:find')} data-testid="open-search" onClick={actions.showSearch}>
        <IconSearch size={15} />
      </Control>
    </div>
  )
}

interface ControlProps extends ComponentProps<typeof IconButton> {
  readonly pressed?: boolean
}

function Control({ pressed = false, ...button }: ControlProps) {
  return (
    <IconButton
      tooltipPosition="right"
      size={26}
      radius={0}
      {...(pressed ? { variant: 'light', color: 'indigo' } : {})}
      {...button}
    />
  )
}
