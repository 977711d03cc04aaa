// SPDX-License-Identifier: Apache-2.0
import type { Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { LIMITS } from './limits'

/** Connections that are open without having shown the token. */
export interface Strangers {
  /** It has shown the token. */
  trust(socket: Duplex): void
}

/** Time for the head of a request, and of silence within one; milliseconds. */
const HEAD_MS = 10_000
const SILENCE_MS = 60_000
/** Time for a whole request: two gigabytes through a slow tunnel take long. */
const REQUEST_MS = 6 * 3600_000

/**
 * Keeps any peer from ending or filling the server. A peer may reset its connection at any moment, and an error that nobody
 * listens for ends the process: every connection is listened to from its first moment to its last. Where too many are
 * open, the one that has been silent about its token the longest goes, so that a new page can always come.
 */
export function guardConnections(server: Server): Strangers {
  const strangers = new Set<Duplex>()
  server.headersTimeout = HEAD_MS
  server.requestTimeout = REQUEST_MS
  server.setTimeout(SILENCE_MS)
  server.on('connection', (socket) => {
    socket.on('error', () => socket.destroy())
    socket.once('close', () => strangers.delete(socket))
    strangers.add(socket)
    const [oldest] = strangers
    if (strangers.size > LIMITS.strangers) oldest?.destroy()
  })
  return { trust: (socket) => void strangers.delete(socket) }
}

/** Refuses an upgrade; the peer is not waited for. */
export function refuseUpgrade(socket: Duplex, status: '403 Forbidden' | '503 Service Unavailable'): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy())
}
