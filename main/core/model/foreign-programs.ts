// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { isAbsolute } from 'node:path'
import { getSystemErrorMap } from 'node:util'
import { FileRefusal } from './file-cause'

// A call to a file system whose server is gone holds the thread that makes it, and this process at its end. So a program of
// its own makes each (POSIX's, and dd, stat, readlink and find as GNU and BusyBox have them), and is left behind where it
// never ends.

/** A file system that has not answered by then is taken for dead, in milliseconds. */
export const PATIENCE_MS = 15_000

/** The slowest that is taken for alive, in bytes a millisecond. */
const SLOWEST = 64

/** How long reading or writing so many bytes may take, in milliseconds. */
export const patienceFor = (length: number): number => PATIENCE_MS + length / SLOWEST

/** Their sentences are read. */
export const PLAIN_WORDS: NodeJS.ProcessEnv = { ...process.env, LC_ALL: 'C' }

/** What the system calls its errors, in small letters. */
const CODES: ReadonlyMap<string, string> = new Map([
  ...[...getSystemErrorMap().values()].map(([code, words]) => [words.toLowerCase(), code] as const),
  ['input/output error', 'EIO'],
  ['too many levels of symbolic links', 'ELOOP'],
  ['no space left on device', 'ENOSPC'],
  ['disk quota exceeded', 'EDQUOT'],
  ['file too large', 'EFBIG'],
  ['file name too long', 'ENAMETOOLONG'],
  ['read-only file system', 'EROFS'],
  ['permission denied', 'EACCES'],
  ['operation not permitted', 'EPERM'],
  ['is a directory', 'EISDIR'],
  ['not a directory', 'ENOTDIR'],
  ['no such file or directory', 'ENOENT'],
])

/** As an argument that is no option. */
export const asArgument = (path: string): string => (isAbsolute(path) ? path : `./${path}`)

/** What a program printed. Rejects with FileRefusal where it does not end in time, else with an error as the system's. */
export async function ask(program: string, words: readonly string[], patienceMs = PATIENCE_MS): Promise<Buffer> {
  const child = start(program, words, ['ignore', 'pipe', 'pipe'])
  const printed: Buffer[] = []
  child.stdout?.on('data', (part: Buffer) => printed.push(part))
  await ended(child, patienceMs)
  return Buffer.concat(printed)
}

export function start(program: string, words: readonly string[], stdio: StdioOptions): ChildProcess {
  return spawn(program, words, { stdio, env: PLAIN_WORDS })
}

/** Waits for the end of a program whose standard error is a pipe; null: however long. Rejects as `ask` does. */
export function ended(child: ChildProcess, patienceMs: number | null): Promise<void> {
  let words = ''
  child.stderr?.on('data', (part: Buffer) => {
    words = (words + part.toString()).slice(-10_000)
  })
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      leave(child)
      reject(new FileRefusal({ id: 'file.noAnswer' }))
    }
    const late = patienceMs === null ? undefined : setTimeout(giveUp, patienceMs)
    child.once('error', (error) => {
      clearTimeout(late)
      reject(error)
    })
    child.once('close', (code) => {
      clearTimeout(late)
      if (code === 0) resolve()
      else reject(errorIn(words))
    })
  })
}

/** Whether there is no such program here. */
export function isMissingProgram(error: unknown): boolean {
  return /^spawn /.test((error as NodeJS.ErrnoException).syscall ?? '')
}

/** It may never end: nobody waits for it. */
export function leave(child: ChildProcess): void {
  child.kill('SIGKILL')
  child.stdin?.destroy()
  child.stdout?.destroy()
  child.stderr?.destroy()
  child.unref()
}

/** The error that a program tells of, whose sentences end with what the system calls it. */
export function errorIn(words: string): NodeJS.ErrnoException {
  const told = words.split('\n').map((line) => CODES.get(line.slice(line.lastIndexOf(': ') + 2).toLowerCase()))
  const code = told.find((each) => each !== undefined) ?? 'EIO'
  return Object.assign(new Error(`${code}: ${words.trim()}`), { code, syscall: 'ask' })
}
