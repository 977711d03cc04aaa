// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path'
import { BrowserWindow } from 'electron'
import { APP_URL } from './app-protocol'
import { closeWebRtc } from './permissions'
import { SMALLEST, type WindowPlace } from './window-place'

/** The one window: sandboxed, isolated, and unable to go anywhere but its own page. */
export function createWindow(appRoot: string, { bounds, maximised }: WindowPlace): BrowserWindow {
  const window = new BrowserWindow({
    ...bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    backgroundColor: '#101214',
    title: 'Convscope',
    webPreferences: {
      preload: join(appRoot, 'out/preload/index.cjs'),
      contextIsolation: true,
      nodeIntegration: false,
      sandbox: true,
      webSecurity: true,
    },
  })
  closeWebRtc(window.webContents)
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  window.webContents.on('will-navigate', (event) => event.preventDefault())
  window.webContents.on('will-attach-webview', (event) => event.preventDefault())
  if (maximised) window.maximize()
  window.once('ready-to-show', () => window.show())
  void window.loadURL(APP_URL)
  return window
}
