// SPDX-License-Identifier: Apache-2.0
import { fail, type Problem, type Result } from '#contract/errors'
import type { CallName, CoreCalls, EngineTold, FromCore, NoticeName } from './protocol'
import type { CoreThread } from './start-thread'

type Answered<N extends CallName> = Awaited<ReturnType<CoreCalls[N]>>

/** The calls of one thread that are not answered yet. */
export interface ThreadCalls {
  /** Rejects where the thread throws what nobody has foreseen. */
  call<N extends CallName>(name: N, ...args: Parameters<CoreCalls[N]>): Promise<Answered<N>>
  notice(name: NoticeName, ...args: readonly unknown[]): void
  /** Calls of these names are answered with this at once; what becomes of them in the thread does not matter. */
  giveUp(names: readonly CallName[], problem: Problem): void
  /** Whether it answers nothing any more. */
  ended(): boolean
  /** Ends the thread; what is not answered is answered with this. */
  stop(problem: Problem): void
}

interface Waiting {
  readonly name: CallName
  resolve(result: Result<never>): void
  reject(error: Error): void
}

/** What is told of a thread besides its answers. */
export interface ThreadListener {
  /** Of the engine as it is now. */
  engine(): EngineTold
  progress(message: Exclude<FromCore, { type: 'answer' | 'thrown' }>): void
  /** The thread ended by itself; its calls are answered with what this returns. */
  lost(why: 'memory' | string): Problem
}

export function createThreadCalls(thread: CoreThread, listener: ThreadListener): ThreadCalls {
  const waiting = new Map<number, Waiting>()
  let count = 0
  let told: EngineTold | null = null
  /** Why it answers nothing any more. */
  let why: Problem | null = null

  const take = (id: number): Waiting | undefined => {
    const found = waiting.get(id)
    waiting.delete(id)
    if (waiting.size === 0) thread.hold(false)
    return found
  }
  const end = (problem: Problem): void => {
    why ??= problem
    for (const id of [...waiting.keys()]) take(id)?.resolve(fail(problem))
  }
  /** Planning rests on the engine: the thread hears first of what has changed. */
  const tellEngine = (): void => {
    const now = listener.engine()
    const same = told?.problem === now.problem && told.revision === now.revision && told.timesFor === now.timesFor
    if (same) return
    told = now
    thread.post({ type: 'engine', engine: now })
  }

  thread.onMessage((message) => {
    if (message.type === 'answer') take(message.id)?.resolve(message.result as Result<never>)
    else if (message.type === 'thrown') take(message.id)?.reject(new Error(message.error))
    else listener.progress(message)
  })
  thread.onLost((cause) => end(listener.lost(cause)))

  return {
    call(name, ...args) {
      if (why !== null) return Promise.resolve(fail(why) as Answered<typeof name>)
      tellEngine()
      count += 1
      const id = count
      return new Promise((resolve, reject) => {
        waiting.set(id, { name, resolve: (result) => resolve(result as Answered<typeof name>), reject })
        thread.hold(true)
        thread.post({ type: 'call', id, name, args })
      })
    },
    notice(name, ...args) {
      if (why !== null) return
      tellEngine()
      thread.post({ type: 'notice', name, args })
    },
    giveUp(names, problem) {
      for (const [id, { name }] of [...waiting]) if (names.includes(name)) take(id)?.resolve(fail(problem))
    },
    ended: () => why !== null,
    stop(problem) {
      end(problem)
      thread.stop()
    },
  }
}
