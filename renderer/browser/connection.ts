// SPDX-License-Identifier: Apache-2.0
import { SUBPROTOCOL, type ToPage, type ToServer } from '#contract/browser'
import { decodeFrame, encodeFrame } from '#contract/wire'

/** The socket to our server. Messages sent before it is open wait for that. */
export interface Connection {
  send(message: ToServer): void
  /** Called once when it ends; `wasOpen` tells a lost connection from one that never was. */
  onEnd(listener: (wasOpen: boolean) => void): void
}

export function connectTo(address: URL, token: string, receive: (message: ToPage) => void): Connection {
  const socket = new WebSocket(`ws://${address.host}/`, [SUBPROTOCOL, token])
  socket.binaryType = 'arraybuffer'
  const waiting: ToServer[] = []
  const listeners: ((wasOpen: boolean) => void)[] = []
  let wasOpen = false
  let ended = false
  const transmit = (message: ToServer) => socket.send(encodeFrame(message))
  socket.addEventListener('open', () => {
    wasOpen = true
    for (const message of waiting.splice(0)) transmit(message)
  })
  socket.addEventListener('message', ({ data }) => {
    if (data instanceof ArrayBuffer) receive(decodeFrame(new Uint8Array(data)) as ToPage)
  })
  socket.addEventListener('close', () => {
    ended = true
    for (const listener of listeners) listener(wasOpen)
  })
  return {
    send(message) {
      if (socket.readyState === WebSocket.OPEN) transmit(message)
      else waiting.push(message)
    },
    onEnd(listener) {
      if (ended) listener(wasOpen)
      else listeners.push(listener)
    },
  }
}
