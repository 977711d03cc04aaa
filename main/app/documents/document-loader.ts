// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path'
import { setImmediate as otherWork } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { DocumentEntry, DocumentHead, SavedDocument } from '#contract/document'
import { fail, ok, type Result } from '#contract/errors'
import { THREAD_LIMITS } from '../thread/thread-limits'
import type { FromDocumentWorker } from './document-worker'

/** Reads a saved document; answers "cancelled" at once when `signal` is aborted. */
export type DocumentLoader = (path: string, signal: AbortSignal) => Promise<Result<SavedDocument>>

/** In a thread of its own: a document of twenty long runs takes seconds. `worker`: absolute path of the built worker. */
export function threadedLoader(worker: string): DocumentLoader {
  return (path, signal) =>
    new Promise((resolve) => {
      const file = basename(path)
      const thread = new Worker(worker, { workerData: path, resourceLimits: THREAD_LIMITS })
      const entries: DocumentEntry[] = []
      let head: DocumentHead | null = null
      const finish = (result: Result<SavedDocument>) => {
        signal.removeEventListener('abort', cancel)
        resolve(result)
        void thread.terminate()
      }
      const cancel = () =>
        finish(fail({ code: 'cancelled', message: { id: 'problem.openingCancelled', file }, file: path }))
      const ask = () => thread.postMessage('next')
      signal.addEventListener('abort', cancel)
      thread.on('message', (message: FromDocumentWorker) => {
        if (message.kind === 'head') {
          if (!message.result.ok) return finish(message.result)
          head = message.result.value
        } else if (message.kind === 'entry') entries.push(message.entry)
        else return head === null ? undefined : finish(ok({ ...head, entries }))
        void otherWork().then(ask)
      })
      thread.once('error', (error) =>
        finish(
          fail({
            code: 'internal/bug',
            message: { id: 'problem.openingFailed', file, detail: error.message },
            file: path,
          }),
        ),
      )
      ask()
    })
}
