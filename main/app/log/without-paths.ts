// SPDX-License-Identifier: Apache-2.0
import { homedir } from 'node:os'
import { posix, win32 } from 'node:path'
import type { Message } from '#messages/message'

// A log may be quoted in public: of a path, which names people and projects, it keeps the last part only.

/** An absolute path of any system between quotes or brackets, spaces and all. */
const QUOTED = /(['"“‘«(])((?:file:\/\/|~|[A-Za-z]:)?[\\/][^'"”’»)\n]*)/g
/** The folders of an absolute path without spaces. */
const FOLDERS = /(?<![\w.])(?:file:\/\/)?(?:~|[A-Za-z]:)?[\\/]+(?:[^\s\\/'"()]+[\\/]+)+/g

export function withoutPaths(text: string): string {
  return text
    .replaceAll(homedir(), '~')
    .replace(QUOTED, (_all, quote: string, path: string) => quote + lastPart(path))
    .replace(FOLDERS, '')
}

/** The message with the last part of each path among its figures. */
export function messageWithoutPaths<T extends Message>(message: T): T {
  return withoutPathsIn(message) as T
}

function withoutPathsIn(value: unknown): unknown {
  if (typeof value === 'string') return isAbsolute(value) ? lastPart(value) : value
  if (Array.isArray(value)) return value.map(withoutPathsIn)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutPathsIn(inner)]))
}

function isAbsolute(text: string): boolean {
  return posix.isAbsolute(text) || win32.isAbsolute(text)
}

function lastPart(path: string): string {
  return win32.basename(path)
}
