// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from 'vitest/config'

// The tests of the native engine against a build with sanitizers (sanitized.mjs). The runtime of a sanitizer has to be there
// before anything else: in the processes that run the tests, not in Vitest's own, whose compiler does not bear it.
const { SANITIZER_RUNTIME } = process.env
if (SANITIZER_RUNTIME !== undefined) process.env['LD_PRELOAD'] = SANITIZER_RUNTIME

export default defineConfig({
  test: {
    globalSetup: 'test/temporary-files.ts',
    setupFiles: 'test/to-say.ts',
    include: ['test/native/**/*.test.ts'],
    exclude: ['test/native/neon/**'],
    testTimeout: 1_800_000,
    pool: 'forks',
  },
})
