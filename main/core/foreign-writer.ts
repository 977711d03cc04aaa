// SPDX-License-Identifier: Apache-2.0
import { answered } from './model/answered'
import { asArgument, ended, leave, patienceFor, start } from './model/foreign-programs'

/** A file on a file system that another machine or program answers for, written by a program of its own. */
export interface ForeignWriter {
  /** Rejects with FileRefusal or an error of the system, as `end` does. */
  write(bytes: Uint8Array): Promise<void>
  /** Waits until the file system has everything. */
  end(): Promise<void>
  /** Nobody waits for what it still writes. */
  leave(): void
}

/** `atEnd`: after what the file holds, and not in its place. */
export function writeForeign(path: string, atEnd = false): ForeignWriter {
  const how = atEnd ? ['conv=fsync,notrunc', 'oflag=append'] : ['conv=fsync']
  const program = start('dd', [`of=${asArgument(path)}`, 'bs=1048576', ...how], ['pipe', 'ignore', 'pipe'])
  let written = 0
  const end = ended(program, null)
  // Told by the step that waits for it.
  end.catch(() => {})
  program.stdin?.on('error', () => {})
  /** Rejects as soon as the program fails. */
  const step = (work: Promise<void>, bytes: number) =>
    answered(Promise.race([work, end]), patienceFor(bytes)).catch((error: unknown) => {
      leave(program)
      throw error
    })
  return {
    write(bytes) {
      written += bytes.length
      return step(new Promise((taken) => program.stdin?.write(bytes, (error) => error ?? taken())), bytes.length)
    },
    end() {
      program.stdin?.end()
      return step(end, written)
    },
    leave: () => leave(program),
  }
}
