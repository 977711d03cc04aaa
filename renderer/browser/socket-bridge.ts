// SPDX-License-Identifier: Apache-2.0
import { type Listing, TOKEN_HEADER, type ToPage } from '#contract/browser'
import type { Bridge, Invoke, InvokeChannel, Push, PushChannel } from '#contract/channels'
import { fail, type Problem, type Result } from '#contract/errors'
import type { Message } from '#messages/message'
import { say } from '../i18n'
import { connectTo } from './connection'

/** What the page itself does for the host: it has no dialogs of the system. */
export interface PageServices {
  /** Lets the user choose a file of the server. `look` asks for another folder; `show` takes what comes back. */
  choose(title: Message, listing: Listing, look: (folder: string) => void): Chooser
  /** Hands a file to the browser to be saved. */
  save(name: string, parts: readonly Uint8Array<ArrayBuffer>[]): void
  /** Tells the user that nothing works any more. */
  lost(message: string): void
}

export interface Chooser {
  show(listing: Listing): void
  readonly chosen: Promise<string | null>
}

type Answer = (result: Result<unknown>) => void
type Listeners = { readonly [C in PushChannel]?: Set<(payload: Push[C]) => void> }

/** The bridge of the preload script, over a socket. */
export function createSocketBridge(address: URL, token: string, services: PageServices): Bridge {
  const answers = new Map<number, Answer>()
  const choosers = new Map<number, Chooser>()
  /** Files on their way, in parts. */
  const files = new Map<number, Uint8Array<ArrayBuffer>[]>()
  const listeners: { [channel in PushChannel]?: Set<(payload: never) => void> } = {}
  let count = 0
  let problem: Problem | null = null

  const connection = connectTo(address, token, receive)
  connection.onEnd((wasOpen) => {
    problem = { code: 'host/lost', message: { id: wasOpen ? 'problem.hostLost' : 'problem.hostUnreachable' } }
    for (const answer of answers.values()) answer(fail(problem))
    answers.clear()
    services.lost(say(problem.message))
  })

  function receive(message: ToPage): void {
    switch (message.type) {
      case 'answer':
        answers.get(message.id)?.(message.result as Result<unknown>)
        answers.delete(message.id)
        break
      case 'push':
        for (const listener of listeners[message.channel] ?? []) listener(message.payload as never)
        break
      case 'choose':
        choose(message.id, message.title, message.listing)
        break
      case 'listing':
        choosers.get(message.id)?.show(message.listing)
        break
      case 'file-part':
        if (!files.has(message.id)) files.set(message.id, [])
        files.get(message.id)?.push(new Uint8Array(message.bytes))
        break
      case 'file-end':
        if (message.whole) services.save(message.name, files.get(message.id) ?? [])
        files.delete(message.id)
    }
  }

  function choose(id: number, title: Message, listing: Listing): void {
    const chooser = services.choose(title, listing, (folder) => connection.send({ type: 'list', id, folder }))
    choosers.set(id, chooser)
    void chooser.chosen.then((path) => {
      choosers.delete(id)
      connection.send({ type: 'chosen', id, path })
    })
  }

  return {
    invoke<C extends InvokeChannel>(channel: C, ...args: Parameters<Invoke[C]>) {
      return new Promise<Result<ReturnType<Invoke[C]>>>((resolve) => {
        if (problem !== null) return resolve(fail(problem))
        count += 1
        answers.set(count, resolve as Answer)
        connection.send({ type: 'call', id: count, channel, args })
      })
    },
    on<C extends PushChannel>(channel: C, listener: (payload: Push[C]) => void) {
      const set = ((listeners as Listeners)[channel] ?? new Set()) as Set<(payload: Push[C]) => void>
      Object.assign(listeners, { [channel]: set })
      set.add(listener)
      return () => set.delete(listener)
    },
    async pathOf(file) {
      const url = new URL(`/upload?name=${encodeURIComponent(file.name)}`, address)
      const response = await fetch(url, { method: 'PUT', body: file, headers: { [TOKEN_HEADER]: token } }).catch(
        () => null,
      )
      return response?.ok === true ? response.text() : ''
    },
  }
}
