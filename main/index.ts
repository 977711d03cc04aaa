// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path'
import { app, BrowserWindow, type IpcMainInvokeEvent, ipcMain, screen, shell } from 'electron'
import { ENGINE_BUILD_LOG, engineBuilder, startEngineBuild } from '#app/engine-build/engine-build'
import { clearLeftovers } from '#app/files/leftovers'
import type { Host } from '#app/host'
import { connectPage, type PushToPage } from '#app/ipc/connection'
import { noteStart } from '#app/log/entries'
import { openLog } from '#app/log/log'
import { threadStarter } from '#app/thread/start-thread'
import { DROP_CHANNEL } from '#contract/channels'
import { samples } from '#core/model/samples/index'
import { APP_URL, serveApp } from '#hosts/desktop/app-protocol'
import { modelArgument, watchArgument } from '#hosts/desktop/command-line'
import { fileDialogs } from '#hosts/desktop/dialogs'
import { createGrantedFiles, samplesFolder } from '#hosts/desktop/granted-files'
import { startUtilityProcess } from '#hosts/desktop/inference-process'
import { registerHandlers } from '#hosts/desktop/ipc'
import { reloadWhenLost } from '#hosts/desktop/lost-page'
import { installMenu } from '#hosts/desktop/menu'
import { closeSession, refuseNames } from '#hosts/desktop/permissions'
import { createWindow } from '#hosts/desktop/window'
import { openWindowPlace } from '#hosts/desktop/window-place'
import { languageOf } from '#messages/languages'
import type { Say } from '#messages/message'
import { SPEAKERS } from '#messages/say'

// Electron's lifecycle and wiring only. Everything that can be tested without a window lives elsewhere.

const appRoot = app.getAppPath()

/** macOS names the file that was double-clicked before there is a window. */
let openFile: (path: string) => void = (path) => {
  doubleClicked = path
}
let doubleClicked: string | null = null
app.on('open-file', (event, path) => {
  event.preventDefault()
  openFile(path)
})

if (app.requestSingleInstanceLock()) void app.whenReady().then(start)
else app.quit()
app.on('window-all-closed', () => app.quit())
refuseNames(app)

async function start(): Promise<void> {
  const dataFolder = app.getPath('userData')
  const log = openLog(dataFolder)
  noteStart(log, 'window', app.getVersion())
  void clearLeftovers(dataFolder)
  process.on('uncaughtExceptionMonitor', (error) => log.error('uncaught', error))
  await closeSession()
  await serveApp(join(appRoot, 'out/renderer'))
  const place = openWindowPlace(dataFolder)
  const window = createWindow(appRoot, place.get(screen.getAllDisplays().map(({ workArea }) => workArea)))
  place.follow(window)
  const push: PushToPage = (channel, payload) => {
    if (!window.isDestroyed()) window.webContents.send(channel, payload)
  }
  const files = createGrantedFiles({
    recent: () => application.recent.list().map(({ path }) => path),
    samplesFolder: samplesFolder(dataFolder),
  })
  const openPath = (path: string) => {
    files.grant(path)
    push('app:open-path', path)
  }
  const initialModel = doubleClicked ?? modelArgument(process.argv, app.isPackaged, process.cwd())
  if (initialModel !== null) files.grant(initialModel)
  const say: Say = (message) => SPEAKERS[languageOf(application.settings.get().language, app.getLocale())](message)
  // Only a checkout builds its engine; a packaged application comes with it.
  const builder = app.isPackaged ? null : engineBuilder(process.env)
  const host: Host = {
    appRoot,
    appVersion: app.getVersion(),
    dataFolder,
    log,
    initialModel,
    watch: watchArgument(process.argv),
    engineBuild: builder && startEngineBuild(builder, join(dataFolder, ENGINE_BUILD_LOG)),
    admit: files.admit,
    ...fileDialogs(window, say, files.grant),
    showFile: (path) => shell.showItemInFolder(path),
    startProcess: () => startUtilityProcess(join(appRoot, 'out/main/run-process.cjs')),
    startCore: threadStarter(join(appRoot, 'out/main/core-thread.cjs')),
    refresh: () => refreshMenu(),
  }
  const { application, handlers } = connectPage(host, push)

  const isTrusted = ({ senderFrame, sender }: IpcMainInvokeEvent): boolean =>
    sender === window.webContents && senderFrame === window.webContents.mainFrame && senderFrame?.url === APP_URL
  registerHandlers(handlers, log, isTrusted)
  // The preload script alone can say so; it asks the system where a dropped file lies.
  ipcMain.handle(DROP_CHANNEL, (event, path: unknown) => {
    if (isTrusted(event) && typeof path === 'string' && path !== '') files.grant(path)
  })
  const refreshMenu = () =>
    installMenu({
      say,
      samples,
      recent: application.recent.list(),
      choose: (item) => push('app:menu', item),
      openSample: (id) => push('app:open-sample', id),
      openPath,
      showLog: () => shell.showItemInFolder(log.path),
    })
  refreshMenu()

  reloadWhenLost(window.webContents, log, application.abandon)
  window.on('closed', () => {
    application.stop()
    host.engineBuild?.stop()
  })
  app.on('second-instance', (_event, argv, folder) => {
    const [existing] = BrowserWindow.getAllWindows()
    if (existing?.isMinimized()) existing.restore()
    existing?.focus()
    const model = modelArgument(argv, app.isPackaged, folder)
    if (model) openPath(model)
  })
  openFile = openPath
}
