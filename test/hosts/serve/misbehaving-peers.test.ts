// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { SUBPROTOCOL, type ToPage } from '#contract/browser'
import { decodeFrame, encodeFrame } from '#contract/wire'
import { LIMITS } from '#hosts/serve/limits'
import { type RunningServer, startServer } from '#hosts/serve/server'
import { coreInThisThread } from '../../app/support/core-in-this-thread'
import { SILENT_LOG } from '../../app/support/silent-log'
import { temporaryFolder } from '../../core/model/support/temporary-folder'

// Peers that reset, linger or ask for too much. An error that the server does not listen for is uncaught, and vitest fails
// the file for it: no test needs to say so.

const folder = temporaryFolder()
let server: RunningServer
let token = ''
let origin = ''

beforeAll(async () => {
  mkdirSync(folder('out/renderer'), { recursive: true })
  mkdirSync(folder('models'))
  writeFileSync(folder('out/renderer/browser.html'), '<title>Convscope</title>')
  writeFileSync(folder('out/renderer/large.js'), ' '.repeat(8 * 2 ** 20))
  server = await startServer({
    appRoot: folder(''),
    appVersion: '1.2.3',
    dataFolder: folder('data'),
    watch: false,
    folder: folder('models'),
    initialModel: null,
    port: 0,
    engineBuild: null,
    log: SILENT_LOG,
    startCore: coreInThisThread,
    startProcess: () => {
      throw new Error('nothing runs here')
    },
  })
  const address = new URL(server.address)
  token = address.hash.slice(1)
  origin = address.origin
})
afterAll(() => server.stop())

function peer(): Promise<Socket> {
  return new Promise((connected) => {
    const socket = connect(server.port, '127.0.0.1', () => connected(socket))
    socket.on('error', () => {})
  })
}

const closed = (socket: Socket) => new Promise((done) => socket.once('close', done))
const head = (line: string, headers: readonly string[]) => `${[line, ...headers].join('\r\n')}\r\n\r\n`
const trusted = () => [`Host: 127.0.0.1:${server.port}`, `Origin: ${origin}`]
const upgrade = (headers: readonly string[]) =>
  head('GET / HTTP/1.1', [
    ...headers,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ])
const upload = (headers: readonly string[]) =>
  head('PUT /upload?name=a.onnx HTTP/1.1', [...trusted(), `x-convscope-token: ${token}`, ...headers])

async function lives(): Promise<void> {
  expect((await fetch(`${origin}/`)).status).toBe(200)
}

function openPage(): Promise<WebSocket | number> {
  return new Promise((done) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/`, [SUBPROTOCOL, token], { headers: { origin } })
    socket.on('unexpected-response', (_request, { statusCode = 0 }) => done(statusCode))
    socket.on('error', () => {})
    socket.on('open', () => done(socket))
  })
}

async function page(): Promise<WebSocket> {
  const opened = await openPage()
  if (typeof opened === 'number') throw new Error(`the page was refused with ${opened}`)
  return opened
}

describe('a peer that resets its connection', () => {
  const moments: readonly [string, () => string][] = [
    ['without a word', () => ''],
    ['within the head of a request', () => 'GET / HT'],
    ['after what is no request', () => 'nonsense\r\n\r\n'],
    ['after a request', () => head('GET / HTTP/1.1', [`Host: 127.0.0.1:${server.port}`])],
    ['while it is sent a file', () => head('GET /large.js HTTP/1.1', [`Host: 127.0.0.1:${server.port}`])],
    ['after a refused request', () => head('GET / HTTP/1.1', ['Host: evil'])],
    ['after a refused upgrade', () => upgrade(['Host: evil'])],
    ['after an upgrade without the token', () => upgrade(trusted())],
    ['after an upgrade', () => upgrade([...trusted(), `Sec-WebSocket-Protocol: ${SUBPROTOCOL}, ${token}`])],
    [
      'after an upgrade of another version',
      () => upgrade([...trusted(), `Sec-WebSocket-Protocol: ${token}`]).replace('13', '99'),
    ],
    ['within a file that it sends', () => `${upload(['Content-Length: 100000'])}abc`],
    ['after a file that is too large', () => upload(['Content-Length: 99999999999'])],
  ]

  test.each(moments)('%s does not end the server', async (_moment, text) => {
    for (const pause of [null, null, null, 0, 0, 1, 5, 20]) {
      const socket = await peer()
      socket.write(text())
      if (pause !== null) await rest(pause)
      socket.resetAndDestroy()
    }
    await rest(20)
    await lives()
  })
})

describe('a peer that asks for too much', () => {
  test('cannot hold more connections than it may: the oldest without the token goes, pages stay', async () => {
    const kept = await page()
    const idle = [await peer()]
    const first = closed(idle[0] as Socket)
    for (let count = 0; count < LIMITS.strangers; count++) idle.push(await peer())
    await first
    await lives()
    expect(kept.readyState).toBe(WebSocket.OPEN)
    for (const socket of idle) socket.destroy()
    kept.terminate()
  })

  test('has at most so many pages', async () => {
    const opened: WebSocket[] = []
    let refusal: WebSocket | number = 0
    for (let count = 0; count <= LIMITS.pages; count++) {
      refusal = await openPage()
      if (typeof refusal !== 'number') opened.push(refusal)
    }
    expect(refusal).toBe(503)
    for (const socket of opened) socket.terminate()
    await rest(50)
    const again = await page()
    again.terminate()
  })

  test('has at most so many calls at a time', async () => {
    const socket = await page()
    const answers: ToPage[] = []
    const refused = new Promise<ToPage>((done) => {
      socket.on('message', (data: Buffer) => {
        const message = decodeFrame(data) as ToPage
        if (message.type === 'answer') done(message)
        else answers.push(message)
      })
    })
    // Each waits for a choice that is never made.
    for (let id = 0; id <= LIMITS.calls; id++)
      socket.send(encodeFrame({ type: 'call', id, channel: 'model:choose', args: [] }))
    expect(await refused).toMatchObject({ id: LIMITS.calls, result: { problem: { code: 'ipc/invalid-request' } } })
    socket.terminate()
  })

  test.each([
    ['of more than a message may have', LIMITS.upload + 1],
    ['of more than anything may have', 2 ** 60],
  ])('is refused a file %s before it comes, and leaves nothing', async (_what, bytes) => {
    const socket = await peer()
    let text = ''
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    socket.write(upload([`Content-Length: ${bytes}`]))
    await closed(socket)
    expect(text).toContain('413')
    expect(text).toContain('2 GiB')
    const headers = { 'x-convscope-token': token, origin }
    const kept = await fetch(`${origin}/upload?name=b.onnx`, { method: 'PUT', body: 'x', headers })
    const own = dirname(await kept.text())
    expect(readdirSync(dirname(own))).toContain(basename(own))
    expect(readdirSync(dirname(own)).every((name) => readdirSync(join(dirname(own), name)).includes('b.onnx'))).toBe(
      true,
    )
  })
})
