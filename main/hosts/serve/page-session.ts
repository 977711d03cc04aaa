// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import type { FileRequest, Host } from '#app/host'
import { connectPage } from '#app/ipc/connection'
import { answerCall, refused } from '#app/ipc/handle'
import type { ToPage, ToServer } from '#contract/browser'
import { fail } from '#contract/errors'
import { decodeFrame, encodeFrame } from '#contract/wire'
import type { ServedFiles } from './files'
import { LIMITS } from './limits'

const identifier = v.pipe(v.number(), v.integer(), v.minValue(0))
const text = v.pipe(v.string(), v.maxLength(4096))
/** What a page may send; the arguments of calls are checked by their handlers. */
const toServer = v.variant('type', [
  v.strictObject({ type: v.literal('call'), id: identifier, channel: v.string(), args: v.array(v.unknown()) }),
  v.strictObject({ type: v.literal('list'), id: identifier, folder: text }),
  v.strictObject({ type: v.literal('chosen'), id: identifier, path: v.nullable(text) }),
]) satisfies v.GenericSchema<unknown, { type: ToServer['type'] }>

type Call = Extract<v.InferOutput<typeof toServer>, { type: 'call' }>

export type PageHost = Omit<Host, 'refresh' | 'admit' | 'chooseFile' | 'saveTo' | 'mayStart'>

export interface PageSession {
  /** One frame of the page. */
  receive(frame: Uint8Array): void
  stop(): void
}

/**
 * An application of its own for one page, over whatever carries frames: `sendFrame` resolves when the next may follow and
 * rejects where the page is gone.
 */
export function createPageSession(
  host: PageHost,
  files: ServedFiles,
  sendFrame: (frame: Uint8Array) => Promise<void>,
): PageSession {
  const choices = new Map<number, { readonly request: FileRequest; done(path: string | null): void }>()
  let count = 0
  const send = (message: ToPage) => sendFrame(encodeFrame(message))
  /** To a page that is gone nothing needs to be said. */
  const tell = (message: ToPage): void => void send(message).catch(() => {})
  const listing = (request: FileRequest, folder: string) => files.list(folder, request.filters[0]?.extensions ?? ['*'])

  const pageHost: Host = {
    ...host,
    // A page has no menu of the system.
    refresh: () => {},
    admit: files.admit,
    async chooseFile(request) {
      count += 1
      const id = count
      tell({ type: 'choose', id, title: request.title, listing: await listing(request, files.root) })
      return new Promise((done) => choices.set(id, { request, done }))
    },
    async saveTo(name) {
      count += 1
      const id = count
      const end = (whole: boolean) => send({ type: 'file-end', id, name, whole })
      return {
        path: name,
        write: (bytes) => send({ type: 'file-part', id, bytes }),
        flush: async () => {},
        finish: () => end(true),
        discard: () => end(false),
      }
    },
    // Who has the address has the page, but not for that the machine.
    mayStart: async () =>
      fail({
        code: 'attach/unsupported',
        message: { id: 'problem.noProgramsFromPages' },
        hint: { id: 'hint.attachInTerminal' },
      }),
  }
  const { application, handlers } = connectPage(pageHost, (channel, payload) =>
    tell({ type: 'push', channel, payload }),
  )

  /** Calls that are not answered yet. */
  const open = { calls: 0, bytes: 0 }

  async function call({ id, channel, args }: Call, bytes: number): Promise<void> {
    open.calls += 1
    open.bytes += bytes
    const tooMany = open.calls > LIMITS.calls || open.bytes > LIMITS.callBytes
    const result = tooMany
      ? refused(channel, 'too many calls at a time')
      : await answerCall(handlers, channel, args, host.log)
    // The next is taken once this answer is on its way: a page that does not read is not worked for.
    await send({ type: 'answer', id, result }).catch(() => {})
    open.calls -= 1
    open.bytes -= bytes
  }

  async function answer(frame: Uint8Array): Promise<void> {
    const parsed = v.safeParse(toServer, decodeFrame(frame, LIMITS.values))
    if (!parsed.success) return
    const message = parsed.output
    if (message.type === 'call') return call(message, frame.byteLength)
    const choice = choices.get(message.id)
    if (choice === undefined) return
    if (message.type === 'list') {
      tell({ type: 'listing', id: message.id, listing: await listing(choice.request, message.folder) })
      return
    }
    choices.delete(message.id)
    choice.done(message.path)
  }

  return {
    receive(frame) {
      // What is no frame of ours is not answered.
      answer(frame).catch((error: unknown) => host.log.error('a message of the page was dropped', error))
    },
    stop() {
      for (const { done } of choices.values()) done(null)
      choices.clear()
      application.stop()
    },
  }
}
