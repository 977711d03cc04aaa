// SPDX-License-Identifier: Apache-2.0
import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowsExchange, IconDots, IconPinned, IconPlayerTrackNext, IconX } from '@tabler/icons-react'
import { t } from '../../i18n'
import type { Side } from '../../lib/sides'
import { actions } from '../../store'
import { KeepSideItem } from './KeepSideItem'

/** What can be done with a side besides looking at it. */
export function SideMenu({ side }: { readonly side: Side }) {
  const { letter } = side
  const label = t('compare:sides.more', { letter })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={22}
          aria-label={label}
          data-testid={`compare-menu-${letter.toLowerCase()}`}
        >
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {letter === 'A' ? <BaselineItems /> : letter === 'B' ? <CurrentItems /> : <OtherItems side={side} />}
      </Menu.Dropdown>
    </Menu>
  )
}

function ExchangeItem() {
  return (
    <Menu.Item leftSection={<IconArrowsExchange size={14} />} onClick={() => void actions.swap()}>
      {t('compare:exchange')}
    </Menu.Item>
  )
}

function BaselineItems() {
  return (
    <>
      <ExchangeItem />
      <Menu.Item leftSection={<IconX size={14} />} onClick={actions.dropBaseline}>
        {t('compare:forget')}
      </Menu.Item>
    </>
  )
}

function CurrentItems() {
  return (
    <>
      <KeepSideItem />
      <ExchangeItem />
    </>
  )
}

function OtherItems({ side }: { readonly side: Side }) {
  const { letter } = side
  return (
    <>
      <Menu.Item
        leftSection={<IconPlayerTrackNext size={14} />}
        data-testid="side-make-b"
        onClick={() => void actions.makeCurrent(side)}
      >
        {t('compare:sides.makeB')}
      </Menu.Item>
      <Menu.Item leftSection={<IconPinned size={14} />} onClick={() => void actions.makeBaseline(side)}>
        {t('compare:sides.makeA')}
      </Menu.Item>
      <Menu.Item leftSection={<IconX size={14} />} data-testid="side-remove" onClick={() => actions.removeSide(side)}>
        {t('compare:sides.remove', { letter })}
      </Menu.Item>
    </>
  )
}
