// SPDX-License-Identifier: Apache-2.0
import { setImmediate as otherWork } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { fail, ok, type Result } from '#contract/errors'
import type { ExportOrder } from '#core/export/order'
import type { LocatedEntry } from '../documents/located-entry'
import { THREAD_LIMITS } from '../thread/thread-limits'
import type { ExportStart, FromExportWorker } from './export-worker'

export interface ExportRequest {
  readonly order: ExportOrder
  readonly entries: readonly LocatedEntry[]
}

/**
 * Makes what an export consists of, UTF-8 in pieces, and tells how much is done (0..1). Once `signal` is aborted the answer
 * does not matter; it comes at once.
 */
export type ExportMaker = (
  request: ExportRequest,
  signal: AbortSignal,
  tell: (fraction: number) => void,
) => Promise<Result<readonly Uint8Array[]>>

/** In a thread of its own: entries with long timelines take seconds. `worker`: absolute path of the built export worker. */
export function threadedMaker(worker: string): ExportMaker {
  return ({ order, entries }, signal, tell) =>
    new Promise((resolve) => {
      const thread = new Worker(worker, { resourceLimits: THREAD_LIMITS })
      const pieces: Uint8Array[] = []
      const finish = (result: Result<readonly Uint8Array[]>) => {
        signal.removeEventListener('abort', cancel)
        resolve(result)
        void thread.terminate()
      }
      const cancel = () => finish(fail({ code: 'cancelled', message: { id: 'problem.exportCancelled' } }))
      signal.addEventListener('abort', cancel)
      thread.on('message', (message: FromExportWorker) => {
        if (message.kind === 'piece') pieces.push(message.bytes)
        else if (message.kind === 'progress') tell(message.fraction)
        else finish(message.result.ok ? ok(pieces) : message.result)
      })
      thread.once('error', (error) =>
        finish(fail({ code: 'internal/bug', message: { id: 'problem.exportFailed', detail: error.message } })),
      )
      void send(thread, { order, entries: entries.length }, entries)
    })
}

async function send(thread: Worker, start: ExportStart, entries: readonly LocatedEntry[]): Promise<void> {
  thread.postMessage(start)
  for (const entry of entries) {
    await otherWork()
    thread.postMessage(entry)
  }
}
