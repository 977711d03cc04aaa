// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config'

// unit: pure TypeScript. native: needs the built addon.
export default defineConfig({
  test: {
    globalSetup: 'test/temporary-files.ts',
    projects: [
      {
        test: {
          name: 'unit',
          setupFiles: 'test/to-say.ts',
          include: ['test/{core,app,hosts,preload,renderer,repository}/**/*.test.ts'],
          testTimeout: 60_000,
          // Nothing that a test changes outlives it, so that files can share what they import and have computed.
          pool: 'threads',
          isolate: false,
        },
      },
      {
        test: {
          name: 'native',
          setupFiles: 'test/to-say.ts',
          include: ['test/{native,inference,conformance,cli-process,attach,packaging}/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // As above; but addons, theirs and ours, are made for processes.
          pool: 'forks',
          isolate: false,
        },
      },
    ],
  },
})
