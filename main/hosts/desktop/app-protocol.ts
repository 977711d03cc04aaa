// SPDX-License-Identifier: Apache-2.0
import { realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { net, protocol } from 'electron'

// The window's own files are answered as a host that cannot exist (RFC 6761), and every other
// https request gets nothing: 'self' in the content security policy means exactly these files,
// module workers load as they do from a server, and no request of the page leaves the machine.
const HOST = 'convscope.invalid'
export const APP_URL = `https://${HOST}/index.html`

/** Serves the files below `root`, and nothing else. */
export async function serveApp(root: string): Promise<void> {
  const base = await realpath(root)
  protocol.handle('https', async (request) => {
    const url = new URL(request.url)
    if (url.host !== HOST) return new Response(null, { status: 403 })
    try {
      const file = await realpath(join(base, decodeURIComponent(url.pathname)))
      if (!file.startsWith(base + sep)) return new Response(null, { status: 403 })
      return await net.fetch(pathToFileURL(file).href)
    } catch {
      return new Response(null, { status: 404 })
    }
  })
}
