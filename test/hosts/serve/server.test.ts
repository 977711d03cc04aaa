// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createWorkspaceStore } from '#app/workspaces/workspaces'
import { SUBPROTOCOL, type ToPage, type ToServer } from '#contract/browser'
import type { ModelView } from '#contract/model'
import { decodeFrame, encodeFrame } from '#contract/wire'
import { PANEL_DEFAULTS, type Workspace } from '#contract/workspace'
import { buildSample } from '#core/model/samples/index'
import { type RunningServer, startServer } from '#hosts/serve/server'
import { coreInThisThread } from '../../app/support/core-in-this-thread'
import { SILENT_LOG } from '../../app/support/silent-log'
import { temporaryFolder } from '../../core/model/support/temporary-folder'

const folder = temporaryFolder()
let server: RunningServer
let token = ''
let origin = ''

beforeAll(async () => {
  mkdirSync(folder('out/renderer/assets'), { recursive: true })
  mkdirSync(folder('models'))
  writeFileSync(folder('out/renderer/browser.html'), '<title>Convscope</title>')
  writeFileSync(folder('out/renderer/assets/a.js'), 'export {}')
  writeFileSync(folder('secret.txt'), 'secret')
  writeFileSync(folder('models/net.onnx'), buildSample('squeezenet'))
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

interface Asked {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}) {
  return new Promise<{ status: number; text: string; headers: IncomingMessage['headers'] }>((done, failed) => {
    const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString()
      })
      response.on('end', () => done({ status: response.statusCode ?? 0, text, headers: response.headers }))
    })
    sent.on('error', failed)
    sent.end(body)
  })
}

/** The status that refused a socket, or 101. */
function socketStatus(protocols: string[], headers: Record<string, string>): Promise<number> {
  return new Promise((done) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/`, protocols, { headers })
    socket.on('unexpected-response', (_request, response) => done(response.statusCode ?? 0))
    socket.on('error', () => {})
    socket.on('open', () => {
      socket.terminate()
      done(101)
    })
  })
}

/** A page without a browser. */
async function page() {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/`, [SUBPROTOCOL, token], { headers: { origin } })
  const messages: ToPage[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data: Buffer) => {
    messages.push(decodeFrame(data) as ToPage)
    for (const check of waiting) check()
  })
  await new Promise((open) => socket.once('open', open))
  const next = <T extends ToPage['type']>(type: T): Promise<Extract<ToPage, { type: T }>> =>
    new Promise((done) => {
      const check = () => {
        const at = messages.findIndex((message) => message.type === type)
        if (at < 0) return
        waiting.delete(check)
        done(messages.splice(at, 1)[0] as Extract<ToPage, { type: T }>)
      }
      waiting.add(check)
      check()
    })
  const send = (message: ToServer) => socket.send(encodeFrame(message))
  return { socket, send, next }
}

describe('the page’s files', () => {
  test('are served to a browser of this machine, with headers that keep others out', async () => {
    const { status, text, headers } = await ask('/')
    expect({ status, text }).toEqual({ status: 200, text: '<title>Convscope</title>' })
    expect(headers).toMatchObject({ 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' })
    expect((await ask('/assets/a.js')).headers['content-type']).toContain('javascript')
  })

  test.each(['/../secret.txt', '/%2e%2e/%2e%2e/secret.txt', '/..%2f..%2fsecret.txt', '/assets', '/%00', '/%'])(
    '%s is not one',
    async (path) => {
      expect((await ask(path)).status).toBe(404)
    },
  )

  test('are refused under a foreign name, which is how another site would come', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', `127.0.0.1.evil.example:${server.port}`]) {
      expect((await ask('/', { headers: { host } })).status).toBe(403)
    }
    expect((await ask('/', { headers: { host: 'localhost:9999' } })).status).toBe(200)
  })
})

describe('the socket', () => {
  test('opens with the token and from our own page only', async () => {
    expect(await socketStatus([SUBPROTOCOL, token], { origin })).toBe(101)
    expect(await socketStatus([SUBPROTOCOL, token], { origin: 'http://localhost:1', host: 'localhost:1' })).toBe(101)
    expect(await socketStatus([SUBPROTOCOL, `${token}x`], { origin })).toBe(403)
    expect(await socketStatus([SUBPROTOCOL, 'A'.repeat(token.length)], { origin })).toBe(403)
    expect(await socketStatus([SUBPROTOCOL], { origin })).toBe(403)
    expect(await socketStatus([SUBPROTOCOL, token], { origin: 'http://evil.example' })).toBe(403)
    expect(await socketStatus([SUBPROTOCOL, token], {})).toBe(403)
  })

  test('answers calls, pushes, and gives every page a model of its own', async () => {
    const [one, two] = [await page(), await page()]
    one.send({ type: 'call', id: 7, channel: 'model:open', args: ['net.onnx'] })
    expect((await one.next('push')).channel).toBe('model:progress')
    const opened = await one.next('answer')
    expect(opened).toMatchObject({ id: 7, result: { ok: true, value: { fileName: 'net.onnx' } } })
    const { id: modelId, sha256 } = (opened.result as { value: { id: string; sha256: string } }).value
    two.send({ type: 'call', id: 1, channel: 'model:set-input-shapes', args: [modelId, {}] })
    expect(await two.next('answer')).toMatchObject({ result: { problem: { code: 'model/not-open' } } })
    // Nor what others have left of it.
    for (const each of [one, two]) each.send({ type: 'call', id: 9, channel: 'workspace:load', args: [sha256] })
    expect(await one.next('answer')).toMatchObject({ id: 9, result: { ok: true, value: null } })
    expect(await two.next('answer')).toMatchObject({ id: 9, result: { problem: { code: 'model/not-open' } } })
    for (const { socket } of [one, two]) socket.close()
  })

  test('opens files below the folder only', async () => {
    const { socket, send, next } = await page()
    send({ type: 'call', id: 1, channel: 'model:open', args: ['../secret.txt'] })
    expect(await next('answer')).toMatchObject({ result: { ok: false, problem: { code: 'file/unreadable' } } })
    socket.close()
  })

  test('lets the page choose among the folder’s files', async () => {
    const { socket, send, next } = await page()
    send({ type: 'call', id: 1, channel: 'model:choose', args: [] })
    const { id, listing } = await next('choose')
    expect(listing.files.map(({ name }) => name)).toEqual(['net.onnx'])
    send({ type: 'list', id, folder: '/' })
    expect((await next('listing')).listing.folder).toBe(listing.folder)
    send({ type: 'chosen', id, path: 'net.onnx' })
    expect(await next('answer')).toMatchObject({ id: 1, result: { ok: true, value: 'net.onnx' } })
    socket.close()
  })

  test('sends a file in parts, and its end', async () => {
    const { socket, send, next } = await page()
    const csv = 'name,bytes\n'.repeat(60_000)
    send({ type: 'call', id: 1, channel: 'export:table', args: ['layers.csv', csv] })
    expect(await next('answer')).toMatchObject({ id: 1, result: { ok: true, value: 'layers.csv' } })
    const { id, name, whole } = await next('file-end')
    expect({ name, whole }).toEqual({ name: 'layers.csv', whole: true })
    const parts = [await next('file-part'), await next('file-part'), await next('file-part')]
    expect(parts.map((part) => part.id)).toEqual([id, id, id])
    expect(Buffer.concat(parts.map(({ bytes }) => bytes)).toString()).toBe(csv)
    socket.close()
  })

  test('survives what is no message', async () => {
    const { socket, send, next } = await page()
    socket.send('text')
    socket.send(Uint8Array.of(255, 255, 255, 255, 1))
    socket.send(encodeFrame({ type: 'call', id: -1, channel: 'app:info', args: [] }))
    send({ type: 'call', id: 2, channel: 'app:info', args: [] })
    expect(await next('answer')).toMatchObject({ id: 2, result: { ok: true, value: { appVersion: '1.2.3' } } })
    socket.close()
  })
})

describe('uploads', () => {
  const headers = () => ({ origin, 'x-convscope-token': token })

  test('are kept, and may then be opened', async () => {
    const { status, text } = await ask('/upload?name=sent.onnx', { method: 'PUT', headers: headers(), body: 'weights' })
    expect(status).toBe(200)
    const { socket, send, next } = await page()
    send({ type: 'call', id: 1, channel: 'model:open', args: [text] })
    // It is read, and found to be no model.
    expect(await next('answer')).toMatchObject({ result: { problem: { code: 'model/not-a-model' } } })
    socket.close()
  })

  test('stay within their folder whatever they are called', async () => {
    const { text } = await ask('/upload?name=..%2F..%2F..%2Fetc%2Fpasswd', {
      method: 'PUT',
      headers: headers(),
      body: 'x',
    })
    expect(text).toMatch(/convscope-uploads-[^/]+\/upload-[^/]+\/passwd$/)
    expect((await ask('/upload?name=..', { method: 'PUT', headers: headers(), body: 'x' })).status).toBe(400)
  })

  test('need token and origin', async () => {
    const wrong = [
      { origin },
      { 'x-convscope-token': token },
      { ...headers(), origin: 'http://evil.example' },
      { ...headers(), 'x-convscope-token': 'no' },
    ]
    for (const each of wrong) {
      expect(
        (await ask('/upload?name=a', { method: 'PUT', headers: each as Record<string, string>, body: 'x' })).status,
      ).toBe(403)
    }
    expect((await ask('/upload?name=a', { method: 'POST', headers: headers() })).status).toBe(405)
  })
})

describe('the end', () => {
  test('comes once what the page has said is heard', async () => {
    const { socket, send, next } = await page()
    send({ type: 'call', id: 1, channel: 'model:open', args: [folder('models/net.onnx')] })
    const { result } = await next('answer')
    const { sha256 } = (result as { readonly value: ModelView }).value
    const left: Workspace = {
      ...{ configuration: { profile: 'mnn-2.8.1', isa: 'avx2', threads: 3, settings: {} }, sizes: {}, baseline: null },
      ...{ picked: [], chosenSide: null, tab: 'attach', selected: null, colourBy: 'algorithm', blocksCollapsed: false },
      ...{ foldLevel: null, openedFolds: [], panels: PANEL_DEFAULTS },
    }
    const gone = new Promise((closed) => socket.once('close', closed))
    send({ type: 'call', id: 2, channel: 'workspace:keep', args: [sha256, left] })
    await server.stop()
    expect(await gone).toBe(1001)
    expect(createWorkspaceStore(folder('data')).load(sha256)).toContain('"tab":"attach"')
  })
})
