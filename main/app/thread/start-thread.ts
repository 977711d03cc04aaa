// SPDX-License-Identifier: Apache-2.0
import { Worker } from 'node:worker_threads'
import type { FromCore, ToCore } from './protocol'
import type { CorePlace } from './service'
import { THREAD_LIMITS } from './thread-limits'

/** A thread that answers about one model, as its client sees it. */
export interface CoreThread {
  post(message: ToCore): void
  onMessage(listener: (message: FromCore) => void): void
  /** The thread has ended by itself: out of memory, or by a bug, whose text is given. */
  onLost(listener: (why: 'memory' | string) => void): void
  /** Whether anybody waits for it: a thread that nobody waits for keeps no process from ending. */
  hold(waiting: boolean): void
  /** Ends it at once, whatever it is doing, and frees its memory. */
  stop(): void
}

export type StartCoreThread = (place: CorePlace) => CoreThread

/**
 * What the objects of one model may take, in MiB. The largest files that are read (262,144 nodes) take about half; a file's
 * own bytes are not among them, and are let go of before anything is planned. From 2,048 on V8 lets a heap grow to four
 * times what is in use before it looks, below that to twice.
 */
export const MOST_HEAP_MEBIBYTES = 2000

/** What is new is looked through sooner than Node does: it takes hardly longer, and much less memory. */
const NEW_OBJECTS = { maxYoungGenerationSizeMb: 12 } as const

/** `entry`: absolute path of the built core-thread. Its objects may take `mostHeapMebibytes`. */
export function threadStarter(entry: string, mostHeapMebibytes = MOST_HEAP_MEBIBYTES): StartCoreThread {
  return (place) => {
    const worker = new Worker(entry, {
      workerData: place,
      resourceLimits: { ...THREAD_LIMITS, ...NEW_OBJECTS, maxOldGenerationSizeMb: mostHeapMebibytes },
    })
    return {
      post: (message) => worker.postMessage(message),
      onMessage: (listener) => {
        worker.on('message', listener)
        // Who listens counts as waiting to Node.
        worker.unref()
      },
      onLost: (listener) =>
        void worker.on('error', (error: NodeJS.ErrnoException) =>
          listener(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : (error.stack ?? error.message)),
        ),
      hold: (waiting) => (waiting ? worker.ref() : worker.unref()),
      stop: () => void worker.terminate(),
    }
  }
}
