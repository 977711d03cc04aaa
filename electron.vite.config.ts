// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { licenceCollector } from './packaging/licences'

// The oldest supported runtime is Electron 25 (Node 18, Chromium 114): main and preload are CommonJS for it.
const here = import.meta.dirname
const licences = licenceCollector([
  resolve(here, 'node_modules/node-addon-api'),
  resolve(here, 'node_modules/node-api-headers'),
])

export default defineConfig({
  main: {
    plugins: [licences.collect()],
    build: {
      target: 'node18',
      outDir: 'out/main',
      externalizeDeps: false,
      rollupOptions: {
        input: {
          index: resolve(here, 'main/index.ts'),
          cli: resolve(here, 'main/hosts/cli/index.ts'),
          'run-process': resolve(here, 'main/core/inference/run-process.ts'),
          'core-thread': resolve(here, 'main/app/thread/core-thread.ts'),
          'document-worker': resolve(here, 'main/app/documents/document-worker.ts'),
          'export-worker': resolve(here, 'main/app/files/export-worker.ts'),
          'statistics-worker': resolve(here, 'main/core/model/statistics/worker.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunk-[hash].cjs' },
      },
    },
  },
  preload: {
    plugins: [licences.collect()],
    build: {
      target: 'node18',
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: resolve(here, 'preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    // Built last.
    plugins: [react(), licences.collect(), licences.write()],
    build: {
      target: 'chrome114',
      outDir: 'out/renderer',
      rollupOptions: {
        input: { index: resolve(here, 'renderer/index.html'), browser: resolve(here, 'renderer/browser.html') },
      },
    },
    worker: { format: 'es', plugins: () => [licences.collect()] },
  },
})
