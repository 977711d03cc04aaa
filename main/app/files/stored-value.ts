// SPDX-License-Identifier: Apache-2.0
import { writeFile, writeFileSync } from 'atomically'
import * as v from 'valibot'
import { fail, ok, type Result } from '#contract/errors'
import { writingCause } from '#core/model/file-cause'
import { readRegularTextNow } from '#core/model/regular-file'

/** One JSON value in a file of the user's folder. */
export interface StoredValue<T> {
  get(): T
  /** Keeps it at once in memory; answers once the file has it, whole or not at all. */
  set(value: T): Promise<Result<T>>
  /** Waits for the disk, for a program about to end; where that fails the former value stays in the file. */
  setNow(value: T): void
}

/** The value in `path`, or `initial` where there is none or another program spoiled it. */
export function openStoredValue<T>(path: string, schema: v.GenericSchema<unknown, T>, initial: T): StoredValue<T> {
  let value = read(path, schema, initial)
  // One after the other, so that the file ends up with the last value.
  let writing: Promise<unknown> = Promise.resolve()
  return {
    get: () => value,
    async set(next) {
      value = next
      const mine = writing.then(() => writeFile(path, text(next)))
      writing = mine.catch(() => {})
      try {
        await mine
        return ok(next)
      } catch (error) {
        const why = writingCause(error)
        return fail({ code: 'file/unwritable', message: { id: 'problem.notWritten', path, why }, file: path })
      }
    },
    setNow(next) {
      value = next
      try {
        writeFileSync(path, text(next))
      } catch {
        // The program is ending: there is nobody to tell.
      }
    },
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
