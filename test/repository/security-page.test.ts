// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { ROOT, trackedFiles } from './tracked-files'

const text = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const page = text('SECURITY.md')

const ADVISED_AGAINST =
  /allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|webviewTag|allowpopups|openExternal|['"`]file:\/\/|loadFile\(/

describe('SECURITY.md', () => {
  const rows = [...page.matchAll(/^\| (\d+)\. .*\| `([^`]+)` “([^”]+)” \|$/gm)]

  it('has all twenty items of Electron’s checklist, each with a test that is there', () => {
    expect(rows.map(([, item]) => Number(item))).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    expect(rows.filter(([, , file = '', title = '']) => !text(file).includes(`'${title}'`))).toEqual([])
  })

  it('names the test of every fault, which is there', () => {
    const [, faults = ''] = page.split('## Faults')
    const listed = [...faults.matchAll(/^\| (?!fault |---).*$/gm)].map(([row]) => row)
    const tests = listed.map((row) => /\| `([^`]+)` “([^”]+)” \|/.exec(row))
    expect(listed.length).toBeGreaterThan(10)
    expect(tests.filter((found) => found === null || !text(found[1] ?? '').includes(found[2] ?? ''))).toEqual([])
  })

  it('has the fuses that packages have', () => {
    const listed = [...page.matchAll(/^\| (\w+) \| (on|off) \|/gm)].map(([, fuse, state]) => [fuse, state])
    const [, set = ''] = /electronFuses: \{([^}]*)\}/.exec(text('packaging/electron-builder.cjs')) ?? []
    const fuses = [...set.matchAll(/(\w+): (true|false)/g)].map(([, fuse, on]) => [fuse, on === 'true' ? 'on' : 'off'])
    expect(listed).toEqual(fuses)
  })
})

test('the window is made as the page says', () => {
  const window = text('main/hosts/desktop/window.ts')
  for (const setting of ['contextIsolation: true', 'nodeIntegration: false', 'sandbox: true', 'webSecurity: true'])
    expect(window).toContain(setting)
  expect(window).toContain("setWindowOpenHandler(() => ({ action: 'deny' }))")
  for (const event of ['will-navigate', 'will-attach-webview'])
    expect(window).toContain(`.on('${event}', (event) => event.preventDefault())`)
  // One place makes windows.
  const makers = trackedFiles().filter(
    (path) => /^main\/.*\.ts$/.test(path) && text(path).includes('new BrowserWindow('),
  )
  expect(makers).toEqual(['main/hosts/desktop/window.ts'])
})

test('the policy of the page begins with nothing', () => {
  const [, policy = ''] =
    /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(text('renderer/index.html')) ?? []
  const directives = new Map(policy.split(';').map((each) => [each.trim().split(' ')[0], each.trim()]))
  expect(directives.get('default-src')).toBe("default-src 'none'")
  expect(directives.get('script-src')).toBe("script-src 'self'")
  expect(directives.get('connect-src')).toBe("connect-src 'self'")
  expect(policy).not.toContain('unsafe-eval')
})

test('nothing is used that the checklist advises against', () => {
  const sources = trackedFiles().filter((path) => /^(main|preload|packaging)\/.*\.(ts|cjs|mjs)$/.test(path))
  expect(sources.filter((path) => ADVISED_AGAINST.test(text(path)))).toEqual([])
})

test('messages are answered to the page of the one window alone', () => {
  const main = text('main/index.ts')
  for (const condition of [
    'sender === window.webContents',
    'senderFrame === window.webContents.mainFrame',
    'senderFrame?.url === APP_URL',
    'registerHandlers(handlers, log, isTrusted)',
  ])
    expect(main).toContain(condition)
})

test('Electron is of one stated version', () => {
  const { devDependencies } = JSON.parse(text('package.json')) as { devDependencies: Record<string, string> }
  expect(devDependencies['electron']).toMatch(/^\d+\.\d+\.\d+$/)
})
