// SPDX-License-Identifier: Apache-2.0
// Builds the harness page and serves it: the window alone, in any browser.
//   node test/renderer/harness/serve.mjs [port]
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { build, preview } from 'vite'

const root = import.meta.dirname
const outDir = resolve(root, '../../artefacts/harness')

/** @param {number} port */
export async function serve(port) {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [react()],
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'chrome114' },
  })
  return preview({ root, configFile: false, logLevel: 'warn', build: { outDir }, preview: { port, host: '127.0.0.1' } })
}

if (process.argv[1] === import.meta.filename) {
  const port = Number(process.argv[2] ?? 5199)
  await serve(port)
  console.log(`http://127.0.0.1:${port}`)
}
