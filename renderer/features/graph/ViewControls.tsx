// SPDX-License-Identifier: Apache-2.0
import { IconArrowsDiagonal, IconLayoutColumns, IconMinus, IconPlus, IconSearch, IconStack2 } from '@tabler/icons-react'
import type { ComponentProps } from 'react'
import { t } from '../../i18n'
import { actions, useApp, usePanel } from '../../store'
import { selectPair } from '../../store/selectors'
import type { GraphRequest } from '../../store/state'
import { IconButton } from '../../ui/IconButton'
import { FoldMenu } from './FoldMenu'
import { useScope } from './graph-scope'

/** What can be done to the view with the mouse; all of it has keys too. */
export function ViewControls() {
  const { name } = useScope()
  const [beside] = usePanel('graphBeside')
  const together = usePanel('graphTogether')[0] && beside
  const ask = (kind: GraphRequest['kind']) => actions.askGraph(kind, together ? undefined : name)
  return (
    <div className="graph-controls">
      <Control label={t('palette:zoomIn')} onClick={() => ask('zoom-in')}>
        <IconPlus size={15} />
      </Control>
      <Control label={t('palette:zoomOut')} onClick={() => ask('zoom-out')}>
        <IconMinus size={15} />
      </Control>
      <Control label={t('palette:fit')} onClick={() => ask('fit')}>
        <IconArrowsDiagonal size={15} />
      </Control>
      {name === 'open' ? <SharedControls /> : null}
    </div>
  )
}

/** What holds for both graphs where there are two. */
function SharedControls() {
  const collapsed = useApp((state) => state.blocksCollapsed)
  const pair = useApp(selectPair)
  const [beside, setBeside] = usePanel('graphBeside')
  return (
    <>
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
      {pair === null || beside ? null : (
        <Control
          label={t('graph:beside.open', { letter: pair.letters.beside })}
          data-testid="graph-two"
          onClick={() => setBeside(true)}
        >
          <IconLayoutColumns size={15} />
        </Control>
      )}
    </>
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
