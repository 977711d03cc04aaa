import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { electronArguments, findElectron } from '../../main/launch/electron.mjs'

export const ROOT = resolve(import.meta.dirname, '../..')
export const SCREENSHOTS = join(ROOT, 'test/artefacts/screenshots')

/** A file of the shared collection of real models, or null where that is not beside the checkout. */
export function sharedModel(name: string): string | null {
  const path = join(ROOT, '../shared/models', name)
  return existsSync(path) ? path : null
}

export interface RunningApp {
  readonly app: ElectronApplication
  readonly page: Page
  /** Lines that the page printed as errors, and exceptions it threw. */
  readonly pageErrors: string[]
  /** Folder of what it keeps. */
  readonly settings: string
}

/** Starts the built application in a real window, with settings of its own or those of an earlier start. */
export async function launch(
  args: readonly string[] = [],
  settings = mkdtempSync(join(tmpdir(), 'convscope-e2e-')),
): Promise<RunningApp> {
  const electron = findElectron()
  if ('problem' in electron) throw new Error(electron.problem)
  const app = await _electron.launch({
    executablePath: electron.path,
    args: [ROOT, ...args, `--user-data-dir=${settings}`, ...electronArguments()],
  })
  const page = await app.firstWindow()
  const pageErrors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') pageErrors.push(message.text())
  })
  page.on('pageerror', (error) => pageErrors.push(error.message))
  return { app, page, pageErrors, settings }
}

/** Makes the next save dialog answer `path`: the one part of the journey that a test cannot click. */
export async function answerSaveDialog(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, path)
}

export async function answerOpenDialog(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
  }, path)
}
