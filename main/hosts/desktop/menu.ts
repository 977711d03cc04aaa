// SPDX-License-Identifier: Apache-2.0
import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Push } from '#contract/channels'
import type { RecentFile } from '#contract/settings'
import type { Say } from '#messages/message'

interface MenuActions {
  choose(item: Push['app:menu']): void
  openSample(id: string): void
  openPath(path: string): void
  showLog(): void
  /** In the language of the window. */
  readonly say: Say
  readonly recent: readonly RecentFile[]
  readonly samples: readonly { readonly id: string; readonly title: string }[]
}

/** The application menu; what it asks for is done by the window, which knows its own state. */
export function installMenu({ choose, openSample, openPath, showLog, say, recent, samples }: MenuActions): void {
  const item = (label: string, action: Push['app:menu'], accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => choose(action),
    ...(accelerator ? { accelerator } : {}),
  })
  const file: MenuItemConstructorOptions = {
    label: say({ id: 'menu.file' }),
    submenu: [
      item(say({ id: 'menu.open' }), 'open', 'CmdOrCtrl+O'),
      {
        label: say({ id: 'menu.openRecent' }),
        submenu:
          recent.length === 0
            ? [{ label: say({ id: 'menu.noRecent' }), enabled: false }]
            : recent.map(({ path }) => ({ label: path, click: () => openPath(path) })),
      },
      {
        label: say({ id: 'menu.openSample' }),
        submenu: samples.map(({ id, title }) => ({ label: title, click: () => openSample(id) })),
      },
      item(say({ id: 'menu.reload' }), 'reload'),
      { type: 'separator' },
      {
        label: say({ id: 'menu.export' }),
        submenu: [
          item(say({ id: 'menu.png' }), 'export-png'),
          item(say({ id: 'menu.svg' }), 'export-svg'),
          item(say({ id: 'menu.csv' }), 'export-csv'),
          item(say({ id: 'menu.json' }), 'export-json'),
        ],
      },
      { type: 'separator' },
      item(say({ id: 'menu.settings' }), 'settings', 'CmdOrCtrl+,'),
      { type: 'separator' },
      process.platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
    ],
  }
  // The keys go to the page first: it knows whether a text or a configuration is meant.
  const edit: MenuItemConstructorOptions = {
    label: say({ id: 'menu.edit' }),
    submenu: [
      item(say({ id: 'menu.undo' }), 'undo', 'CmdOrCtrl+Z'),
      item(say({ id: 'menu.redo' }), 'redo', 'CmdOrCtrl+Shift+Z'),
      { type: 'separator' },
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'selectAll' },
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: say({ id: 'menu.view' }),
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
    ],
  }
  const help: MenuItemConstructorOptions = {
    role: 'help',
    label: say({ id: 'menu.help' }),
    submenu: [
      item(say({ id: 'menu.tour' }), 'tour'),
      item(say({ id: 'menu.glossary' }), 'glossary'),
      { type: 'separator' },
      item(say({ id: 'menu.about' }), 'about'),
      { label: say({ id: 'menu.showLog' }), click: showLog },
    ],
  }
  const mac: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : []
  Menu.setApplicationMenu(Menu.buildFromTemplate([...mac, file, edit, view, { role: 'windowMenu' }, help]))
}
