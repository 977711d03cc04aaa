// SPDX-License-Identifier: Apache-2.0
import { Menu } from '@mantine/core'
import { IconCopyPlus } from '@tabler/icons-react'
import { letterOf } from '#contract/comparison'
import { t } from '../../i18n'
import { mayKeep } from '../../lib/sides'
import { actions, useApp } from '../../store'
import { selectSides } from '../../store/selectors'

/** Of a menu: keeps the current configuration as one side more, so that B may become another. */
export function KeepSideItem() {
  const configuration = useApp((state) => state.configuration)
  const sides = useApp(selectSides)
  return (
    <Menu.Item
      leftSection={<IconCopyPlus size={14} />}
      data-testid="keep-side"
      disabled={!mayKeep(sides, configuration)}
      onClick={() => actions.addSides([{ configuration }])}
    >
      {t('compare:sides.keepAs', { letter: letterOf(sides.length) })}
    </Menu.Item>
  )
}
