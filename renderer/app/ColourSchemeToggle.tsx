// SPDX-License-Identifier: Apache-2.0
import { useComputedColorScheme } from '@mantine/core'
import { IconMoon, IconSun } from '@tabler/icons-react'
import { t } from '../i18n'
import { actions } from '../store'
import { IconButton } from '../ui/IconButton'

/** Follows the system until it is used. */
export function ColourSchemeToggle() {
  const scheme = useComputedColorScheme('light')
  const other = scheme === 'light' ? 'dark' : 'light'
  const label = t(`app:colours.${other}`)
  return (
    <IconButton
      label={label}
      size={30}
      data-testid="colour-scheme"
      onClick={() => void actions.changeSettings({ theme: other })}
    >
      {scheme === 'light' ? <IconMoon size={17} /> : <IconSun size={17} />}
    </IconButton>
  )
}
