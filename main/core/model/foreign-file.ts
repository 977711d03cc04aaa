// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process'
import { asArgument, errorIn, leave, PLAIN_WORDS } from './foreign-programs'

/** What read() of a file handle gives, as far as it is used. */
export interface ReadBytes {
  readonly bytesRead: number
}

/**
 * A file on a file system that another machine or program answers for, read by a program of its own: while that is dead a
 * read of ours would hold a thread, and this process at its end. What follows in the file is read by the same program.
 */
export class ForeignFile {
  #reader: Reader | null = null

  /** Absolute path of a regular file. */
  constructor(private readonly path: string) {}

  /** Fewer than `length` bytes at the end of the file only. Rejects with an error of the system. */
  async read(into: Uint8Array, offset: number, length: number, position: number): Promise<ReadBytes> {
    if (this.#reader?.position !== position) {
      this.#reader?.stop()
      this.#reader = new Reader(this.path, position)
    }
    return { bytesRead: await this.#reader.read(into.subarray(offset, offset + length)) }
  }

  /** Whoever still waits for a read is not answered any more. */
  close(): void {
    this.#reader?.stop()
    this.#reader = null
  }
}

class Reader {
  readonly #program
  #words = ''
  /** null: it goes on. */
  #end: { readonly code: number | null } | null = null

  /** `position`: of the next byte that is read. */
  constructor(
    path: string,
    public position: number,
  ) {
    const order = [`if=${asArgument(path)}`, 'bs=1048576', 'iflag=skip_bytes', `skip=${position}`]
    this.#program = spawn('dd', order, { stdio: ['ignore', 'pipe', 'pipe'], env: PLAIN_WORDS })
    this.#program.stderr.on('data', (part: Buffer) => {
      this.#words = (this.#words + part.toString()).slice(-10_000)
    })
    const ended = (code: number | null) => {
      this.#end ??= { code }
      this.#program.stdout.emit('readable')
    }
    this.#program.once('close', ended).once('error', () => ended(null))
  }

  async read(into: Uint8Array): Promise<number> {
    const { stdout } = this.#program
    let done = 0
    while (done < into.length) {
      const part = stdout.read(Math.min(into.length - done, stdout.readableLength)) as Buffer | null
      if (part !== null) {
        into.set(part, done)
        done += part.length
      } else if (this.#end === null) await new Promise((more) => stdout.once('readable', more))
      else if (this.#end.code === 0) break
      else throw errorIn(this.#words)
    }
    this.position += done
    return done
  }

  /** It may never end: nobody waits for it. */
  stop(): void {
    leave(this.#program)
  }
}
