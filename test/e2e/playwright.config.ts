import { defineConfig } from '@playwright/test'

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
  use: { trace: 'retain-on-failure' },
  projects: [
    { name: 'journeys', testIgnore: ['gallery.spec.ts', 'browser.spec.ts', 'start.spec.ts'] },
    // The same journeys over a socket, and what only a browser has.
    { name: 'browser', testMatch: ['about.spec.ts', 'journey.spec.ts', 'browser.spec.ts', 'start.spec.ts'] },
    { name: 'gallery', testMatch: 'gallery.spec.ts' },
    { name: 'window-bench', testDir: '../bench' },
  ],
})
