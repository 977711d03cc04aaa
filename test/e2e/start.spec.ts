// SPDX-License-Identifier: Apache-2.0
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, expect, test } from '@playwright/test'
import { electronArguments } from '../../main/hosts/launch/electron.mjs'
import { ROOT } from './app'
import { findChromium } from './chromium.mjs'

// npm start where no window can be opened: the reason is told and the page is served.

const MISSING = join(tmpdir(), 'convscope-no-electron-here')

const CASES = [
  { name: 'without a display', display: {}, reason: 'There is no display to open a window on.', linux: true },
  { name: 'without Electron’s program', display: { DISPLAY: ':99' }, reason: `${MISSING}`, linux: false },
]

for (const { name, display, reason, linux } of CASES) {
  test(`npm start ${name} says why and serves the page instead`, async () => {
    test.skip(linux && process.platform !== 'linux', 'only Linux may have no display')
    const { DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, ...rest } = process.env
    const settings = mkdtempSync(join(tmpdir(), 'convscope-start-'))
    const started = spawn(process.execPath, [join(ROOT, 'main/hosts/launch/start.mjs')], {
      cwd: settings,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...rest, ...display, ELECTRON_OVERRIDE_DIST_PATH: MISSING, XDG_CONFIG_HOME: settings, INIT_CWD: settings },
    })
    let told = ''
    let printed = ''
    started.stderr.on('data', (chunk: Buffer) => {
      told += chunk.toString()
    })
    started.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
    })
    const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: electronArguments() })
    try {
      await expect.poll(() => printed, { timeout: 120_000 }).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#\S+\n/)
      expect(told).toContain(reason)
      const page = await browser.newPage()
      await page.goto(printed.trim())
      await expect(page.getByTestId('open-button')).toBeVisible()
    } finally {
      await browser.close()
      if (started.exitCode === null) {
        started.kill('SIGTERM')
        await once(started, 'exit')
      }
    }
  })
}
