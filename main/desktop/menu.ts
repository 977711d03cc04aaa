import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Push } from '#contract/channels'

interface MenuActions {
  choose(item: Push['app:menu']): void
  openSample(id: string): void
  readonly samples: readonly { readonly id: string; readonly title: string }[]
}

/** The application menu; what it asks for is done by the window, which knows its own state. */
export function installMenu({ choose, openSample, samples }: MenuActions): void {
  const item = (label: string, action: Push['app:menu'], accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => choose(action),
    ...(accelerator ? { accelerator } : {}),
  })
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      item('&Open…', 'open', 'CmdOrCtrl+O'),
      {
        label: 'Open &Sample',
        submenu: samples.map(({ id, title }) => ({ label: title, click: () => openSample(id) })),
      },
      { type: 'separator' },
      {
        label: '&Export Comparison',
        submenu: [
          item('Chart as &PNG…', 'export-png'),
          item('Chart as &SVG…', 'export-svg'),
          item('Data as &CSV…', 'export-csv'),
          item('Data as &JSON…', 'export-json'),
        ],
      },
      { type: 'separator' },
      process.platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
    ],
  }
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
    ],
  }
  const mac: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : []
  Menu.setApplicationMenu(Menu.buildFromTemplate([...mac, file, { role: 'editMenu' }, view, { role: 'windowMenu' }]))
}
