import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Push } from '#contract/channels'
import type { RecentFile } from '#contract/settings'
import type { MenuWords } from './menu-words'

interface MenuActions {
  choose(item: Push['app:menu']): void
  openSample(id: string): void
  openPath(path: string): void
  readonly words: MenuWords
  readonly recent: readonly RecentFile[]
  readonly samples: readonly { readonly id: string; readonly title: string }[]
}

/** The application menu; what it asks for is done by the window, which knows its own state. */
export function installMenu({ choose, openSample, openPath, words, recent, samples }: MenuActions): void {
  const item = (label: string, action: Push['app:menu'], accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => choose(action),
    ...(accelerator ? { accelerator } : {}),
  })
  const file: MenuItemConstructorOptions = {
    label: words.file,
    submenu: [
      item(words.open, 'open', 'CmdOrCtrl+O'),
      {
        label: words.openRecent,
        submenu:
          recent.length === 0
            ? [{ label: words.noRecent, enabled: false }]
            : recent.map(({ path }) => ({ label: path, click: () => openPath(path) })),
      },
      {
        label: words.openSample,
        submenu: samples.map(({ id, title }) => ({ label: title, click: () => openSample(id) })),
      },
      item(words.reload, 'reload'),
      { type: 'separator' },
      {
        label: words.export,
        submenu: [
          item(words.png, 'export-png'),
          item(words.svg, 'export-svg'),
          item(words.csv, 'export-csv'),
          item(words.json, 'export-json'),
        ],
      },
      { type: 'separator' },
      item(words.settings, 'settings', 'CmdOrCtrl+,'),
      { type: 'separator' },
      process.platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: words.view,
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
    label: words.help,
    submenu: [item(words.about, 'about')],
  }
  const mac: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : []
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([...mac, file, { role: 'editMenu' }, view, { role: 'windowMenu' }, help]),
  )
}
