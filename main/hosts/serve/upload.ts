// SPDX-License-Identifier: Apache-2.0
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { LIMITS } from './limits'
import { SECURITY_HEADERS } from './static-files'

/** Takes the files that pages send. */
export interface Uploads {
  /** Keeps a file, in a folder of its own, and answers with its path, or a sentence why it was not kept. */
  receive(request: IncomingMessage, response: ServerResponse): Promise<void>
}

/** `folder` holds all of them, and is the server's own. */
export function createUploads(folder: string): Uploads {
  let bytes = 0
  let count = 0

  /** Throws where this many more bytes, of a file of `size`, are too many. */
  const checkRoom = (size: number, more: number): void => {
    if (size > LIMITS.upload) throw new Error('the file is larger than 2 GiB')
    if (bytes + more > LIMITS.uploads || count > LIMITS.uploadCount)
      throw new Error('the files that were sent take all the room: start the server anew')
  }

  async function keep(name: string, request: IncomingMessage): Promise<string> {
    let received = 0
    let own: string | null = null
    const limit = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        received += chunk.length
        bytes += chunk.length
        try {
          checkRoom(received, 0)
          done(null, chunk)
        } catch (error) {
          done(error as Error)
        }
      },
    })
    count += 1
    try {
      const announced = Number(request.headers['content-length'] ?? 0)
      checkRoom(announced, announced)
      own = await mkdtemp(join(folder, 'upload-'))
      const path = join(own, name)
      await pipeline(request, limit, createWriteStream(path, { flags: 'wx' }))
      return path
    } catch (error) {
      bytes -= received
      count -= 1
      if (own !== null) await rm(own, { recursive: true, force: true })
      throw error
    }
  }

  return {
    async receive(request, response) {
      const answer = (status: number, text: string) => {
        const headers = { ...SECURITY_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' }
        // What is still to come of a refused file is not read.
        response.writeHead(status, status === 200 ? headers : { ...headers, Connection: 'close' }).end(text)
      }
      const name = fileName(request.url ?? '')
      if (name === null) return answer(400, 'The file has no name.')
      try {
        answer(200, await keep(name, request))
      } catch (error) {
        answer(413, error instanceof Error ? error.message : String(error))
      }
    },
  }
}

function fileName(url: string): string | null {
  const wanted = new URL(url, 'http://localhost').searchParams.get('name') ?? ''
  const name = basename(wanted.replaceAll('\\', '/'))
  return name === '' || name === '.' || name === '..' || name.includes('\0') || name.length > 200 ? null : name
}
