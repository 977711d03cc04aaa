// SPDX-License-Identifier: Apache-2.0

import { rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type WebSocket, WebSocketServer } from 'ws'
import { uploadFolder } from '#app/files/leftovers'
import { SUBPROTOCOL, TOKEN_HEADER } from '#contract/browser'
import { createToken, isLocalHost, isOwnOrigin, isToken } from './access'
import { guardConnections, refuseUpgrade } from './connections'
import { servedFiles } from './files'
import { LIMITS } from './limits'
import { createPageSession, type PageHost } from './page-session'
import { answerWithFile, SECURITY_HEADERS } from './static-files'
import { createUploads } from './upload'

export interface ServeOptions extends PageHost {
  /** Files are opened below it only. */
  readonly folder: string
  /** 0: any that is free. */
  readonly port: number
}

export interface RunningServer {
  /** To be opened in a browser; who has it has the server. */
  readonly address: string
  readonly port: number
  stop(): Promise<void>
}

const ADDRESS = '127.0.0.1'
/** Tells a page that is gone from one that is quiet, and keeps tunnels open. */
const HEARTBEAT_MS = 20_000
/** A page that is there answers at once. */
const LEAVING_MS = 1000

/**
 * Serves the window to browsers of this machine: its files to all, the application behind it to
 * pages of our own origin that have the token. Rejects where the port is taken.
 */
export async function startServer({ folder, port, ...host }: ServeOptions): Promise<RunningServer> {
  const token = createToken()
  const ownUploads = await uploadFolder()
  const uploads = createUploads(ownUploads)
  const files = await servedFiles(folder, ownUploads)
  const rendererRoot = join(host.appRoot, 'out/renderer')

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refuse = (status: number) => void response.writeHead(status, SECURITY_HEADERS).end()
    if (!isLocalHost(request)) return refuse(403)
    if (request.method === 'GET') return answerWithFile(rendererRoot, request, response)
    if (request.method !== 'PUT' || !request.url?.startsWith('/upload?')) return refuse(405)
    if (!isOwnOrigin(request) || !isToken(token, request.headers[TOKEN_HEADER])) return refuse(403)
    strangers.trust(request.socket)
    return uploads.receive(request, response)
  }
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  const strangers = guardConnections(server)
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LIMITS.message,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  })
  server.on('upgrade', (request, socket, head) => {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim())
    if (!isOwnOrigin(request) || !offered.some((candidate) => isToken(token, candidate))) {
      return refuseUpgrade(socket, '403 Forbidden')
    }
    if (sockets.clients.size >= LIMITS.pages) return refuseUpgrade(socket, '503 Service Unavailable')
    strangers.trust(socket)
    sockets.handleUpgrade(request, socket, head, (page) => attend(page))
  })

  function attend(page: WebSocket): void {
    const session = createPageSession(
      host,
      files,
      (frame) =>
        new Promise((sent, failed) => {
          page.send(frame, (error) => (error ? failed(error) : sent()))
          // A page that does not read must not pile up what it is sent.
          if (page.bufferedAmount > LIMITS.unread) page.terminate()
        }),
    )
    let alive = true
    const heartbeat = setInterval(() => {
      if (!alive) page.terminate()
      alive = false
      page.ping()
    }, HEARTBEAT_MS)
    page.on('pong', () => {
      alive = true
    })
    page.on('message', (data) => session.receive(bytesOf(data)))
    page.on('error', () => page.terminate())
    page.on('close', () => {
      clearInterval(heartbeat)
      session.stop()
    })
  }

  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(port, ADDRESS, listening)
  }).catch(async (error: unknown) => {
    await rm(ownUploads, { recursive: true, force: true })
    throw error
  })
  const { port: chosen } = server.address() as AddressInfo
  return {
    address: `http://${ADDRESS}:${chosen}/#${token}`,
    port: chosen,
    async stop() {
      await Promise.all([...sockets.clients].map(leave))
      await new Promise((closed) => {
        server.close(closed)
        server.closeAllConnections()
      })
      await rm(ownUploads, { recursive: true, force: true })
    },
  }
}

/** What the page has said is heard first, how it leaves its model among it; one that does not answer is not waited for. */
function leave(page: WebSocket): Promise<void> {
  return new Promise((gone) => {
    const late = setTimeout(() => page.terminate(), LEAVING_MS)
    page.once('close', () => {
      clearTimeout(late)
      gone()
    })
    page.close(1001)
  })
}

function bytesOf(data: Buffer | ArrayBuffer | Buffer[]): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}
