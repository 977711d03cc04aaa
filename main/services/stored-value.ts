import { readFileSync } from 'node:fs'
import { writeFile } from 'atomically'
import * as v from 'valibot'
import { fail, ok, type Result } from '#contract/errors'

/** One JSON value in a file of the user's folder. */
export interface StoredValue<T> {
  get(): T
  /** Keeps it at once in memory; answers once the file has it, whole or not at all. */
  set(value: T): Promise<Result<T>>
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
      const mine = writing.then(() => writeFile(path, `${JSON.stringify(next, null, 2)}\n`))
      writing = mine.catch(() => {})
      try {
        await mine
        return ok(next)
      } catch (error) {
        const cause = error instanceof Error ? error.message : String(error)
        return fail({ code: 'file/unwritable', message: `${path} could not be written: ${cause}`, file: path })
      }
    },
  }
}

function read<T>(path: string, schema: v.GenericSchema<unknown, T>, initial: T): T {
  try {
    const parsed = v.safeParse(schema, JSON.parse(readFileSync(path, 'utf8')))
    return parsed.success ? parsed.output : initial
  } catch {
    return initial
  }
}
