// SPDX-License-Identifier: Apache-2.0

import { statSync } from 'node:fs'
import * as v from 'valibot'
import { fail, ok, type Result } from '#contract/errors'
import { locked } from '#core/file-lock'
import { writingCause } from '#core/model/file-cause'
import { readRegularTextNow } from '#core/model/regular-file'
import { writeWhole, writeWholeNow } from '#core/whole-file'

/** One JSON value in a file of the user's folder, which other windows and servers may change too. */
export interface StoredValue<T> {
  /** As it stands in the file, with what could not be written yet. */
  get(): T
  /**
   * Changes it at once in memory; answers once the file has it, whole or not at all, with what others have made of the
   * value meanwhile. `update` may be called several times.
   */
  change(update: (value: T) => T): Promise<Result<T>>
  /** Waits for the disk, for a program about to end; where that fails the former value stays in the file. */
  setNow(value: T): void
}

/** The value in `path`, or `initial` where there is none or another program spoiled it. */
export function openStoredValue<T>(path: string, schema: v.GenericSchema<unknown, T>, initial: T): StoredValue<T> {
  const file = followedFile(path, schema, initial)
  /** What the file has not got yet, the oldest first. */
  let pending: ((value: T) => T)[] = []
  const withPending = (value: T) => pending.reduce((changed, update) => update(changed), value)
  // One after the other, so that the file ends up with the last value.
  let writing: Promise<unknown> = Promise.resolve()

  async function write(): Promise<T> {
    const count = pending.length
    // Written with those before.
    if (count === 0) return file.current()
    const next = withPending(file.current())
    await writeWhole(path, text(next))
    pending = pending.slice(count)
    return next
  }

  return {
    get: () => withPending(file.current()),
    async change(update) {
      pending.push(update)
      const mine = writing.then(() => locked(path, write))
      writing = mine.catch(() => {})
      try {
        return ok(await mine)
      } catch (error) {
        const why = writingCause(error)
        return fail({ code: 'file/unwritable', message: { id: 'problem.notWritten', path, why }, file: path })
      }
    },
    setNow(next) {
      try {
        writeWholeNow(path, text(next))
      } catch {
        // The program is ending: there is nobody to tell.
      }
    },
  }
}

/** The value in a file, read again whenever that is another file, or was written. */
function followedFile<T>(path: string, schema: v.GenericSchema<unknown, T>, initial: T) {
  let seen: string | null = null
  let value = initial
  return {
    current(): T {
      const version = versionOf(path)
      if (version !== seen) value = read(path, schema, initial)
      seen = version
      return value
    },
  }
}

function versionOf(path: string): string {
  try {
    const { ino, mtimeNs, size } = statSync(path, { bigint: true })
    return `${ino} ${mtimeNs} ${size}`
  } catch {
    return 'none'
  }
}

function text(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

function read<T>(path: string, schema: v.GenericSchema<unknown, T>, initial: T): T {
  try {
    const parsed = v.safeParse(schema, JSON.parse(readRegularTextNow(path)))
    return parsed.success ? parsed.output : initial
  } catch {
    return initial
  }
}
