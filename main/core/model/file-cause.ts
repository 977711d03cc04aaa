// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path'
import type { Problem } from '#contract/errors'
import type { FileCause } from '#messages/en/files'
import { english } from '#messages/say'
import { table } from './words'

const READING = table<FileCause>({
  ENOENT: { id: 'file.missing' },
  ENOTDIR: { id: 'file.missing' },
  EACCES: { id: 'file.readingForbidden' },
  EPERM: { id: 'file.readingForbidden' },
  EISDIR: { id: 'file.folder' },
  ENAMETOOLONG: { id: 'file.pathTooLong' },
  ELOOP: { id: 'file.linksInCircle' },
  EIO: { id: 'file.deviceFailed' },
  // A path with a null character.
  ERR_INVALID_ARG_VALUE: { id: 'file.missing' },
})

const WRITING = table<FileCause>({
  ENOENT: { id: 'file.noFolder' },
  ENOTDIR: { id: 'file.noFolder' },
  EACCES: { id: 'file.writingForbidden' },
  EPERM: { id: 'file.writingForbidden' },
  EISDIR: { id: 'file.folder' },
  EROFS: { id: 'file.readOnlySystem' },
  ENOSPC: { id: 'file.diskFull' },
  EDQUOT: { id: 'file.quotaFull' },
  EFBIG: { id: 'file.limitOfSize' },
  ELOOP: { id: 'file.linksInCircle' },
  EIO: { id: 'file.deviceFailed' },
  ENAMETOOLONG: { id: 'file.pathTooLong' },
})

/** A file that the system would take but Convscope does not. */
export class FileRefusal extends Error {
  constructor(readonly why: FileCause) {
    super(english(why))
  }
}

/** Whether a file system did not answer: then nothing is known of what lies there. */
export function isNoAnswer(error: unknown): boolean {
  return error instanceof FileRefusal && error.why.id === 'file.noAnswer'
}

/** What is said of a file that was read before, and whose file system does not answer any more. */
export function deadFile(path: string): Problem {
  const message = { id: 'problem.notRead', file: basename(path), why: { id: 'file.noAnswer' } } as const
  return { code: 'file/unreadable', message, file: path }
}

/** Why the system does not read a file. */
export function readingCause(error: unknown): FileCause {
  return causeIn(READING, error)
}

/** Why the system does not write a file. */
export function writingCause(error: unknown): FileCause {
  return causeIn(WRITING, error)
}

function causeIn(known: Readonly<Record<string, FileCause>>, error: unknown): FileCause {
  if (error instanceof FileRefusal) return error.why
  const { code, message } = Object(error) as { code?: string; message?: string }
  return known[code ?? ''] ?? { id: 'file.system', detail: code ?? message ?? String(error) }
}
