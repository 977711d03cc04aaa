// SPDX-License-Identifier: Apache-2.0
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SECURITY_HEADERS } from './static-files'

/** Larger models are better copied than sent through a browser. */
const MOST_BYTES = 2 ** 31

/** Keeps a file that the page sends, in a folder of its own below `folder`, and answers with its path. */
export async function receiveUpload(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = (status: number, text: string) =>
    response.writeHead(status, { ...SECURITY_HEADERS, 'Content-Type': 'text/plain; charset=utf-8' }).end(text)
  const name = fileName(request.url ?? '')
  if (name === null) return void answer(400, 'The file has no name.')
  const path = join(await mkdtemp(join(folder, 'upload-')), name)
  let received = 0
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length
      done(received > MOST_BYTES ? new Error('the file is larger than 2 GiB') : null, chunk)
    },
  })
  try {
    await pipeline(request, limit, createWriteStream(path, { flags: 'wx' }))
    answer(200, path)
  } catch (error) {
    await rm(path, { force: true })
    answer(413, error instanceof Error ? error.message : String(error))
  }
}

function fileName(url: string): string | null {
  const wanted = new URL(url, 'http://localhost').searchParams.get('name') ?? ''
  const name = basename(wanted.replaceAll('\\', '/'))
  return name === '' || name === '.' || name === '..' || name.includes('\0') || name.length > 200 ? null : name
}
