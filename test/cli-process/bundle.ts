// SPDX-License-Identifier: Apache-2.0
import { join, resolve } from 'node:path'
import { build } from 'vite'

export const ROOT = resolve(import.meta.dirname, '../..')

/**
 * Makes `out/main/NAME.cjs` below `folder` of an entry, as the application is built. Each entry on its own: put together,
 * one of two might end up within the other, and start with it.
 */
export function bundle(name: string, entry: string, folder: string) {
  return build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: join(folder, 'out/main'),
      emptyOutDir: false,
      target: 'node18',
      rollupOptions: {
        input: { [name]: resolve(ROOT, entry) },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: `${name}-[hash].cjs` },
      },
    },
  })
}
