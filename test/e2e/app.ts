import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, chromium, type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { electronArguments, findElectron } from '../../main/launch/electron.mjs'
import { findChromium } from './chromium.mjs'

export const ROOT = resolve(import.meta.dirname, '../..')
export const SCREENSHOTS = join(ROOT, 'test/artefacts/screenshots')

/** A file of the shared collection of real models, or null where that is not beside the checkout. */
export function sharedModel(name: string): string | null {
  const path = join(ROOT, '../shared/models', name)
  return existsSync(path) ? path : null
}

export interface RunningApp {
  /** Of the Electron host only. */
  readonly app: ElectronApplication
  readonly page: Page
  /** Lines that the page printed as errors, and exceptions it threw. */
  readonly pageErrors: string[]
  /** Folder of what it keeps. */
  readonly settings: string
  /** Answers the dialog that `ask` brings up with a file: the one part of a journey that differs between hosts. */
  open(path: string, ask: () => Promise<void>): Promise<void>
  /** Saves what `ask` exports as `path`. */
  save(path: string, ask: () => Promise<void>): Promise<void>
  close(): Promise<void>
  /** Of the browser host only: ends the server and leaves the page. */
  stopHost?(): Promise<void>
}

/**
 * Starts the built application in a real window, or in the project "browser" in a browser, with settings of its own or
 * those of an earlier start.
 */
export async function launch(
  args: readonly string[] = [],
  settings = mkdtempSync(join(tmpdir(), 'convscope-e2e-')),
): Promise<RunningApp> {
  return test.info().project.name === 'browser' ? launchBrowser(args, settings) : launchWindow(args, settings)
}

async function launchWindow(args: readonly string[], settings: string): Promise<RunningApp> {
  const { path, application } = windowProgram()
  const app = await _electron.launch({
    executablePath: path,
    args: [...application, ...args, `--user-data-dir=${settings}`, ...electronArguments()],
  })
  const page = await app.firstWindow()
  return {
    app,
    page,
    pageErrors: errorsOf(page),
    settings,
    async open(path, ask) {
      await answerOpenDialog(app, path)
      await ask()
    },
    async save(path, ask) {
      await answerSaveDialog(app, path)
      await ask()
      await expect.poll(() => existsSync(path)).toBe(true)
    },
    close: () => app.close(),
  }
}

/** The packaged program that CONVSCOPE_PROGRAM names, else Electron with the checkout. */
function windowProgram(): { readonly path: string; readonly application: readonly string[] } {
  const { CONVSCOPE_PROGRAM: packaged } = process.env
  if (packaged) return { path: packaged, application: [] }
  const electron = findElectron()
  if ('problem' in electron) throw new Error(electron.problem)
  return { path: electron.path, application: [ROOT] }
}

/** `convscope serve` and a browser in front of it. Files below the temporary folder and the checkout can be opened. */
async function launchBrowser(args: readonly string[], settings: string): Promise<RunningApp> {
  const command = [join(ROOT, 'out/main/cli.cjs'), 'serve', args[0] ?? '/', '--port', '0']
  const server = spawn(process.execPath, command, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, XDG_DATA_HOME: settings },
  })
  const address = await new Promise<string>((printed, failed) => {
    server.stdout.once('data', (line: Buffer) => printed(line.toString().trim()))
    server.once('exit', (code) => failed(new Error(`convscope serve ended with ${code}`)))
  })
  const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: electronArguments() })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const pageErrors = errorsOf(page)
  await page.goto(address)
  const stopHost = async () => {
    if (server.exitCode !== null) return
    server.kill('SIGTERM')
    await once(server, 'exit')
  }
  return {
    get app(): ElectronApplication {
      throw new Error('a browser has no Electron application')
    },
    page,
    pageErrors,
    settings,
    async open(path, ask) {
      await ask()
      await page.getByTestId('chooser-path').fill(path)
      await page.keyboard.press('Enter')
    },
    async save(path, ask) {
      const download = page.waitForEvent('download')
      await ask()
      await (await download).saveAs(path)
    },
    async close() {
      await browser.close()
      await stopHost()
    },
    stopHost,
  }
}

function errorsOf(page: Page): string[] {
  const errors: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('pageerror', (error) => errors.push(error.message))
  return errors
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
