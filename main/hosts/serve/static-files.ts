// SPDX-License-Identifier: Apache-2.0
import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { table } from '#core/model/words'

const TYPES = table<string>({
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
})

/** On every answer: nothing of the page may be framed, guessed, kept or told to others. */
export const SECURITY_HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
}

/** Answers with a file of the built renderer; `/` is its page for browsers. */
export async function answerWithFile(root: string, { url = '/' }: IncomingMessage, response: ServerResponse) {
  const file = await fileOf(root, url)
  if (file === null) {
    response.writeHead(404, SECURITY_HEADERS).end()
    return
  }
  const type = TYPES[extname(file)] ?? 'application/octet-stream'
  response.writeHead(200, { ...SECURITY_HEADERS, 'Content-Type': type })
  // A file is closed again where its reader has gone.
  await pipeline(createReadStream(file), response)
}

async function fileOf(root: string, url: string): Promise<string | null> {
  try {
    const { pathname } = new URL(url, 'http://localhost')
    const base = await realpath(root)
    const file = await realpath(join(base, pathname === '/' ? 'browser.html' : decodeURIComponent(pathname)))
    return file.startsWith(base + sep) && (await stat(file)).isFile() ? file : null
  } catch {
    return null
  }
}
