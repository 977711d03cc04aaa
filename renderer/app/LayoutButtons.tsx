// SPDX-License-Identifier: Apache-2.0
import { IconLayoutBottombar, IconLayoutNavbar, IconLayoutRows } from '@tabler/icons-react'
import { PANEL_LAYOUTS, type PanelLayout } from '#contract/workspace'
import { t } from '../i18n'
import { actions, useApp } from '../store'
import { IconButton } from '../ui/IconButton'

const ICONS: Readonly<Record<PanelLayout, typeof IconLayoutRows>> = {
  graph: IconLayoutBottombar,
  both: IconLayoutRows,
  table: IconLayoutNavbar,
}

/** How graph and panels share the room; stays for the next start. */
export function LayoutButtons() {
  const layout = useApp((state) => state.settings.layout)
  return (
    <fieldset className="app-layouts" aria-label={t('app:layout.title')}>
      {PANEL_LAYOUTS.map((name) => {
        const Icon = ICONS[name]
        return (
          <IconButton
            key={name}
            size={24}
            label={t(`app:layout.${name}`)}
            data-testid={`layout-${name}`}
            aria-pressed={layout === name}
            {...(layout === name ? { variant: 'light', color: 'indigo' } : {})}
            onClick={() => void actions.changeSettings({ layout: name })}
          >
            <Icon size={15} />
          </IconButton>
        )
      })}
    </fieldset>
  )
}
