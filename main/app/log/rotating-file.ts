// SPDX-License-Identifier: Apache-2.0
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

interface RotatingFileOptions {
  /** A file of this size is put aside. */
  readonly maxBytes: number
  /** With the one that is written to. */
  readonly files: number
}

/**
 * Appends to `path` and keeps the newest files: `path`, then `path.1` and so on. It writes at once, so that a crash
 * loses nothing, and never throws: what is told to a log must not fail because of it.
 */
export function openRotatingFile(path: string, { maxBytes, files }: RotatingFileOptions): (text: string) => void {
  const named = (age: number) => (age === 0 ? path : `${path}.${age}`)
  const rotate = (): void => {
    for (let age = files - 2; age >= 0; age--) {
      if (exists(named(age))) renameSync(named(age), named(age + 1))
    }
  }
  return (text) => {
    try {
      mkdirSync(dirname(path), { recursive: true })
      if (sizeOf(path) + Buffer.byteLength(text) > maxBytes) rotate()
      appendFileSync(path, text)
    } catch {
      // A full disk or a folder without write permission.
    }
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}
