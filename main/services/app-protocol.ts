import { realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { net, protocol } from 'electron'

// The window's own files come from a scheme of their own, so that 'self' in the content security
// policy means exactly these files and module workers load as they do from a server.
const SCHEME = 'convscope'
export const APP_URL = `${SCHEME}://app/index.html`

/** Before the app is ready. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the files below `root`, and nothing else. */
export async function serveApp(root: string): Promise<void> {
  const base = await realpath(root)
  protocol.handle(SCHEME, async (request) => {
    const url = new URL(request.url)
    if (url.host !== 'app') return new Response(null, { status: 404 })
    try {
      const file = await realpath(join(base, decodeURIComponent(url.pathname)))
      if (!file.startsWith(base + sep)) return new Response(null, { status: 403 })
      return await net.fetch(pathToFileURL(file).href)
    } catch {
      return new Response(null, { status: 404 })
    }
  })
}
