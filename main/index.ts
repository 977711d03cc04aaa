import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { app, BrowserWindow, type IpcMainInvokeEvent } from 'electron'
import type { HostInfo, Push, PushChannel } from '#contract/channels'
import { MODEL_FORMATS } from '#contract/model'
import { loadEngine } from './inference/binding'
import { appHandlers } from './ipc/app'
import { exportHandlers } from './ipc/export'
import { registerHandlers } from './ipc/handle'
import { modelHandlers } from './ipc/model'
import { planHandlers } from './ipc/plan'
import { runHandlers } from './ipc/run'
import { samples } from './model/samples'
import { APP_URL, serveApp } from './services/app-protocol'
import { modelArgument } from './services/command-line'
import { chooseFile, chooseSavePath } from './services/dialogs'
import { startInferenceProcess } from './services/inference-process'
import { installMenu } from './services/menu'
import { createModelStore } from './services/model-store'
import { createPlanner } from './services/planner'
import { createRunHost } from './services/runs'
import { createWindow } from './services/window'

// Lifecycle and wiring only. Everything that can be tested without a window lives elsewhere.

const appRoot = app.getAppPath()
const MODEL_FILES = [
  { name: 'Models', extensions: [...MODEL_FORMATS] },
  { name: 'All files', extensions: ['*'] },
]
const INPUT_FILES = [{ name: 'Raw float32 values', extensions: ['*'] }]

if (app.requestSingleInstanceLock()) void app.whenReady().then(start)
else app.quit()
app.on('window-all-closed', () => app.quit())

async function start(): Promise<void> {
  await serveApp(join(appRoot, 'out/renderer'))
  const window = createWindow(appRoot)
  const push = <C extends PushChannel>(channel: C, payload: Push[C]): void => {
    if (!window.isDestroyed()) window.webContents.send(channel, payload)
  }

  const engine = loadEngine(appRoot)
  const store = createModelStore()
  const planner = createPlanner({ store, catalog: engine.ok ? engine.value.catalog : null })
  const startProcess = () => startInferenceProcess(appRoot)
  const runs = createRunHost({ store, planner, engine, appRoot, startProcess, push })
  const initialModel = modelArgument(process.argv, app.isPackaged, process.cwd())
  const info: HostInfo = {
    appVersion: app.getVersion(),
    platform: process.platform,
    processors: availableParallelism(),
    executableIsas: engine.ok ? engine.value.executableIsas : [],
    ...(engine.ok ? {} : { engineProblem: engine.problem }),
    ...(initialModel ? { initialModel } : {}),
  }

  const isTrusted = ({ senderFrame, sender }: IpcMainInvokeEvent): boolean =>
    sender === window.webContents && senderFrame === window.webContents.mainFrame && senderFrame?.url === APP_URL
  registerHandlers(
    {
      ...appHandlers(info),
      ...modelHandlers({
        store,
        sampleFolder: join(app.getPath('userData'), 'samples'),
        chooseFile: () => chooseFile(window, 'Open a model', MODEL_FILES),
        progress: (payload) => push('model:progress', payload),
      }),
      ...planHandlers(planner, runs),
      ...runHandlers(runs, () => chooseFile(window, 'Choose an input', INPUT_FILES)),
      ...exportHandlers({
        store,
        planner,
        runs,
        appVersion: app.getVersion(),
        choosePath: (name) => chooseSavePath(window, name),
      }),
    },
    isTrusted,
  )
  installMenu({
    samples,
    choose: (item) => push('app:menu', item),
    openSample: (id) => push('app:open-sample', id),
  })

  window.on('closed', runs.stopAll)
  app.on('second-instance', (_event, argv, folder) => {
    const [existing] = BrowserWindow.getAllWindows()
    if (existing?.isMinimized()) existing.restore()
    existing?.focus()
    const model = modelArgument(argv, app.isPackaged, folder)
    if (model) push('app:open-path', model)
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    push('app:open-path', path)
  })
}
