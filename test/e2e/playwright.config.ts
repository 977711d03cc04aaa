// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from '@playwright/test'
import { PAGE_ONLY } from './app'

const BROWSER_ONLY = ['browser.spec.ts', 'report.spec.ts', 'start.spec.ts']

// A real Electron window; one at a time, since each test runs an inference on all processors.
export default defineConfig({
  testDir: '.',
  globalSetup: '../temporary-files.ts',
  outputDir: '../artefacts/e2e',
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [
    ['list'],
    [
      'json',
      { outputFile: process.argv.includes('browser') ? '../artefacts/e2e-browser.json' : '../artefacts/e2e.json' },
    ],
  ],
  // Without the page's elements at every step, whose copies took up to a sixth of a journey's processor time.
  use: { trace: { mode: 'retain-on-failure', snapshots: false, screenshots: false }, screenshot: 'only-on-failure' },
  projects: [
    { name: 'journeys', testIgnore: [/gallery.*\.spec\.ts/, 'packaged.spec.ts', ...BROWSER_ONLY] },
    // The journeys that touch the host, over a socket, and what only a browser has.
    { name: 'browser', testIgnore: [/gallery.*\.spec\.ts/, 'packaged.spec.ts'], grepInvert: new RegExp(PAGE_ONLY) },
    { name: 'packaged', testMatch: 'packaged.spec.ts' },
    { name: 'gallery', testMatch: /gallery.*\.spec\.ts/ },
    { name: 'window-bench', testDir: '../bench' },
  ],
})
