// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path'
import { fail, ok, type Result } from '#contract/errors'
import { writingCause } from '#core/model/file-cause'
import type { FileCause } from '#messages/en/files'
import type { FileSink, Host } from '../host'
import type { ExportMaker, ExportRequest } from './export-maker'
import type { FileTasks, Work } from './file-tasks'

/** What goes into a file: text as UTF-8, bytes, or what is still to be made. */
export type Content = string | Uint8Array | ExportRequest

/** The one way in which files leave the application: with progress, cancelled at any time, whole or not at all. */
export interface Exporter {
  /** Asks where to, then makes the content and writes it; null where the user declined. */
  save(suggestedName: string, content: Content): Promise<Result<string | null>>
  /** Whether a file was written there. */
  hasSaved(path: string): boolean
}

/** Written at once: small enough that a slow folder shows progress, large enough that a fast one is not slowed down. */
const CHUNK_BYTES = 256 * 2 ** 10

export function createExporter({ saveTo }: Pick<Host, 'saveTo'>, tasks: FileTasks, make: ExportMaker): Exporter {
  const saved = new Set<string>()
  return {
    async save(suggestedName, content) {
      const sink = await saveTo(suggestedName)
      if (sink === null) return ok(null)
      const written = await tasks.run(basename(sink.path), 'collecting', (work) =>
        carryOut(sink, { content, make }, work),
      )
      if (written.ok && written.value !== null) saved.add(written.value)
      return written
    },
    hasSaved: (path) => saved.has(path),
  }
}

async function carryOut(
  sink: FileSink,
  { content, make }: { readonly content: Content; readonly make: ExportMaker },
  { signal, tell }: Work,
): Promise<Result<string | null>> {
  const { path } = sink
  try {
    const made = isMade(content)
      ? ok([typeof content === 'string' ? Buffer.from(content) : content])
      : await make(content, signal, (fraction) => tell('collecting', fraction))
    signal.throwIfAborted()
    if (!made.ok) return made
    await write(sink, made.value, signal, (fraction) => tell('writing', fraction))
    return ok(path)
  } catch (error) {
    // A write that hangs is not waited for; what it leaves goes as soon as it ends.
    void sink.discard().catch(() => {})
    if (signal.aborted) {
      return fail({ code: 'cancelled', message: { id: 'problem.notSaved', file: basename(path) }, file: path })
    }
    if (!(error instanceof WriteFailure)) throw error
    return fail({ code: 'file/unwritable', message: { id: 'problem.notWritten', path, why: error.why }, file: path })
  }
}

function isMade(content: Content): content is string | Uint8Array {
  return typeof content === 'string' || content instanceof Uint8Array
}

class WriteFailure extends Error {
  constructor(readonly why: FileCause) {
    super()
  }
}

async function write(
  sink: FileSink,
  pieces: readonly Uint8Array[],
  signal: AbortSignal,
  tell: (fraction: number) => void,
): Promise<void> {
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0)
  let written = 0
  tell(0)
  for (const bytes of pieces) {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      const chunk = bytes.subarray(at, at + CHUNK_BYTES)
      await unlessAborted(sink.write(chunk), signal)
      written += chunk.length
      tell(written / total)
    }
  }
  await unlessAborted(sink.flush(), signal)
  // Too late to be cancelled.
  await sink.finish().catch(asWriteFailure)
}

/** Waits for work of the sink, but not for longer than until the export is cancelled. */
async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    await Promise.race([work.catch(asWriteFailure), aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function asWriteFailure(error: unknown): never {
  throw new WriteFailure(writingCause(error))
}
