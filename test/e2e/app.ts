// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, chromium, type ElectronApplication, expect, type Page, test } from '@playwright/test'
import { electronArguments, findElectron } from '../../main/hosts/launch/electron.mjs'
import { findChromium } from './chromium.mjs'

export const ROOT = resolve(import.meta.dirname, '../..')
/** The application as a folder, on Linux. */
export const PACKAGED = join(ROOT, 'test/artefacts/package/linux-unpacked')
export const SCREENSHOTS = join(ROOT, 'test/artefacts/screenshots')

/** A file of the shared collection of real models, or null where that is not beside the checkout. */
export function sharedModel(name: string): string | null {
  const path = join(ROOT, '../shared/models', name)
  return existsSync(path) ? path : null
}

/** The tag of journeys within the page, which is the same in both hosts: they run in the window, whose Chromium is the older. */
export const PAGE_ONLY = '@page'

/** Whether this test runs in a browser in front of `convscope serve`, and not in a window. */
export const isBrowser = (): boolean => test.info().project.name === 'browser'

/**
 * The optimising compiler off, in windows that live for seconds: it took an eighth of the journeys' processor time and
 * more, for code that no longer ran when it was done. Benches and pictures are of the program as people have it.
 */
const shortLived = (): string[] => {
  const journey = ['journeys', 'browser'].includes(test.info().project.name)
  return journey ? ['--js-flags=--no-opt'] : []
}

/** What a journey needs of where it runs. Dialogs, the clipboard and processes are all that differs between hosts. */
export interface RunningApp {
  /** Of the Electron host only. */
  readonly app: ElectronApplication
  readonly page: Page
  /** Of the window's main process, or of the server. */
  readonly pid: number
  /** Lines that the page printed as errors, and exceptions it threw. */
  readonly pageErrors: string[]
  /** What `launch` takes to start again with the same settings. */
  readonly settings: string
  /** Where it keeps settings, recent files and history. */
  readonly dataFolder: string
  /** Answers the dialog that `ask` brings up with a file. */
  open(path: string, ask: () => Promise<void>): Promise<void>
  /** Saves what `ask` exports as `path`. */
  save(path: string, ask: () => Promise<void>): Promise<void>
  /** The text on the clipboard. */
  clipboard(): Promise<string>
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
  environment: NodeJS.ProcessEnv = {},
): Promise<RunningApp> {
  const start = isBrowser() ? launchBrowser : isPackaged() ? launchPackaged : launchWindow
  return start(args, settings, { ...process.env, ...environment })
}

async function launchWindow(
  args: readonly string[],
  settings: string,
  environment: NodeJS.ProcessEnv,
): Promise<RunningApp> {
  const { path, application } = windowProgram()
  const app = await _electron.launch({
    executablePath: path,
    args: [...application, ...args, `--user-data-dir=${settings}`, ...shortLived(), ...electronArguments()],
    env: environment as Record<string, string>,
  })
  const page = await app.firstWindow()
  // A busy machine shows the window after its page.
  await page.waitForFunction(() => innerWidth > 0)
  return {
    app,
    page,
    pid: app.process().pid ?? 0,
    pageErrors: errorsOf(page),
    settings,
    dataFolder: settings,
    async open(path, ask) {
      await answerOpenDialog(app, path)
      await ask()
    },
    async save(path, ask) {
      await answerSaveDialog(app, path)
      await ask()
      await expect.poll(() => existsSync(path)).toBe(true)
    },
    clipboard: () => app.evaluate(({ clipboard }) => clipboard.readText()),
    close: () => app.close(),
  }
}

const isPackaged = (): boolean => test.info().project.name === 'packaged'

/** The packaged program, whose main process takes no debugger: the page is reached as that of any Chromium. */
async function launchPackaged(
  args: readonly string[],
  settings: string,
  environment: NodeJS.ProcessEnv,
): Promise<RunningApp> {
  const own = [`--user-data-dir=${settings}`, '--remote-debugging-port=0', ...electronArguments()]
  const program = spawn(join(PACKAGED, 'convscope'), [...args, ...own], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: environment,
  })
  let told = ''
  const endpoint = await new Promise<string>((printed, failed) => {
    program.stderr.on('data', (chunk: Buffer) => {
      told += chunk.toString()
      const [, address] = /DevTools listening on (ws:\S+)/.exec(told) ?? []
      if (address !== undefined) printed(address)
    })
    program.once('exit', (code) => failed(new Error(`the program ended with ${code}: ${told}`)))
  })
  // Electron has no contexts of a browser to set anything of.
  const browser = await chromium.connectOverCDP(endpoint, { noDefaults: true })
  const context = browser.contexts()[0]
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page'))
  if (page === undefined) throw new Error('the program has no window')
  await page.waitForFunction(() => innerWidth > 0)
  const unreachable = (): never => {
    throw new Error('nothing reaches the main process of the packaged program')
  }
  return {
    get app(): ElectronApplication {
      return unreachable()
    },
    page,
    pid: program.pid ?? 0,
    pageErrors: errorsOf(page),
    settings,
    dataFolder: settings,
    open: unreachable,
    save: unreachable,
    clipboard: unreachable,
    async close() {
      await browser.close()
      if (program.exitCode !== null) return
      program.kill('SIGTERM')
      await once(program, 'exit')
    },
  }
}

/** Electron with the checkout. */
function windowProgram(): { readonly path: string; readonly application: readonly string[] } {
  const electron = findElectron()
  if ('problem' in electron) throw new Error(electron.problem)
  return { path: electron.path, application: [ROOT] }
}

/** `convscope serve` and a browser in front of it. Without a model among `args` every file can be opened. */
async function launchBrowser(
  args: readonly string[],
  settings: string,
  environment: NodeJS.ProcessEnv,
): Promise<RunningApp> {
  const all = args.every((argument) => argument.startsWith('-')) ? [...args, '/'] : args
  const command = [join(ROOT, 'out/main/cli.cjs'), 'serve', ...all, '--port', '0']
  const server = spawn(process.execPath, command, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, XDG_CONFIG_HOME: settings },
  })
  let told = ''
  server.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString()
  })
  const address = await new Promise<string>((printed, failed) => {
    server.stdout.once('data', (line: Buffer) => printed(line.toString().trim()))
    server.once('exit', (code) => failed(new Error(`convscope serve ended with ${code}: ${told}`)))
  })
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: [...shortLived(), ...electronArguments()],
  })
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
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
    pid: server.pid ?? 0,
    pageErrors,
    settings,
    dataFolder: join(settings, 'Convscope'),
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
    clipboard: () => page.evaluate(() => navigator.clipboard.readText()),
    async close() {
      // Whoever leaves a page lets it say its last words, which the end of a browser does not wait for.
      if (server.exitCode === null && !page.isClosed()) await page.goto('about:blank')
      await browser.close()
      await stopHost()
    },
    stopHost,
  }
}

/** Asks for one of the things that can be shared. */
export async function share(page: Page, kind: 'report' | 'document' | 'png' | 'svg' | 'csv' | 'json'): Promise<void> {
  await page.getByTestId('share').click()
  await page.getByTestId(`share-${kind}`).click()
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

/** Lets nothing more be written, as to a folder of the network that no longer answers, until the returned function is called. */
export async function stallDisk(app: ElectronApplication): Promise<() => Promise<void>> {
  await app.evaluate(async (_electron, probe) => {
    const main = process.mainModule as NodeJS.Module
    const { open } = main.require('node:fs/promises') as typeof import('node:fs/promises')
    const handle = await open(probe)
    const prototype = Object.getPrototypeOf(handle) as { writeFile: (...args: unknown[]) => Promise<void> }
    await handle.close()
    const { writeFile } = prototype
    const answers = new Promise<void>((done) => {
      Object.assign(globalThis, { diskAnswers: done })
    })
    prototype.writeFile = async function (...args) {
      await answers
      return writeFile.apply(this, args)
    }
  }, process.execPath)
  return () => app.evaluate(() => (globalThis as unknown as { diskAnswers(): void }).diskAnswers())
}
