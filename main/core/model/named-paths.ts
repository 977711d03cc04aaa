// SPDX-License-Identifier: Apache-2.0
import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { answered } from './answered'
import { isNoAnswer } from './file-cause'
import { isForeign } from './foreign-file-systems'
import { asArgument, ask, isMissingProgram } from './foreign-programs'

// What people name, and what models name, is looked at here only, and read in regular-file.ts: a file system that does not
// answer is given up after a while. Where the system tells which are another's, a program of its own asks them.

export interface PathInfo {
  readonly size: number
  readonly mtimeMs: number
  /** Type and permissions, as stat(2) has them. */
  readonly mode: number
  isFile(): boolean
  isDirectory(): boolean
}

export interface FolderEntry {
  readonly name: string
  /** Links are not followed. */
  isFile(): boolean
  isDirectory(): boolean
  /** null: `infoOf` tells. */
  readonly bytes: number | null
}

const TYPE = 0o170000
const FOLDER = 0o040000
const REGULAR = 0o100000

/** `direct`: for file systems of this machine, and where there is no such program. */
async function answerOf<T>(path: string, direct: () => Promise<T>, foreign: () => Promise<T>): Promise<T> {
  if (!isForeign(path)) return answered(direct())
  return foreign().catch((error: unknown) => {
    if (isMissingProgram(error)) return answered(direct())
    throw error
  })
}

/** Links are followed. Rejects with FileRefusal or an error of the system, as all of these do. */
export function infoOf(path: string): Promise<PathInfo> {
  return answerOf(
    path,
    () => stat(path),
    async () => infoIn(String(await ask('stat', ['-L', '-c', STAT_FORMAT, asArgument(path)]))),
  )
}

/** Type and permissions, size, seconds, and the same as a date with its fraction: `stat` of BusyBox has no other. */
const STAT_FORMAT = '%f %s %Y %y'

function infoIn(line: string): PathInfo {
  const [, hex = '0', size, seconds, fraction = '0'] = /^(\w+) (\d+) (-?\d+) [^.\n]*(?:\.(\d+))?/.exec(line) ?? []
  const mode = Number.parseInt(hex, 16)
  return {
    size: Number(size),
    mtimeMs: Number(seconds) * 1000 + Number(fraction.padEnd(9, '0')) / 1e6,
    mode,
    isFile: () => (mode & TYPE) === REGULAR,
    isDirectory: () => (mode & TYPE) === FOLDER,
  }
}

/** Of a link, not of what it leads to. */
export function linkInfoOf(path: string): Promise<PathInfo> {
  return answerOf(
    path,
    () => lstat(path),
    async () => infoIn(String(await ask('stat', ['-c', STAT_FORMAT, asArgument(path)]))),
  )
}

/** Absolute, without links. */
export function realPathOf(path: string): Promise<string> {
  return answerOf(
    path,
    () => realpath(path),
    async () => {
      // That of a file that is not there has an answer too.
      await infoOf(path)
      return String(await ask('readlink', ['-n', '-f', asArgument(path)]))
    },
  )
}

/** Whether no part of an absolute path is a link. */
export async function isRealPath(path: string): Promise<boolean> {
  return (await realPathOf(path)) === path
}

/** What lies in a folder, in any order. */
export function entriesIn(folder: string): Promise<readonly FolderEntry[]> {
  return answerOf(
    folder,
    async () => {
      const found = await readdir(folder, { withFileTypes: true })
      return found.map((entry) => ({
        name: entry.name,
        isFile: () => entry.isFile(),
        isDirectory: () => entry.isDirectory(),
        bytes: null,
      }))
    },
    async () => {
      const order = [`${asArgument(folder)}/`, '-mindepth', '1', '-maxdepth', '1', '-printf', '%y %s %f\\0']
      return entriesFrom(String(await ask('find', order)))
    },
  )
}

/** Each ends with a zero byte. */
function entriesFrom(listing: string): FolderEntry[] {
  return listing.split('\0').flatMap((entry) => {
    const [, type, bytes, name] = /^(\w) (\d+) (.*)$/s.exec(entry) ?? []
    if (name === undefined) return []
    return [{ name, isFile: () => type === 'f', isDirectory: () => type === 'd', bytes: Number(bytes) }]
  })
}

/** The answer of one of these; null where nothing is there, or it may not be looked at. Rejects where nobody answers. */
export async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (isNoAnswer(error)) throw error
    return null
  }
}
