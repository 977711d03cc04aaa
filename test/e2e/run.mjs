// SPDX-License-Identifier: Apache-2.0
// Runs Playwright on the real window; where there is no display, inside a virtual one.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ROOT } from '../../main/hosts/launch/build.mjs'
import { findElectron, hasDisplay } from '../../main/hosts/launch/electron.mjs'
import { findChromium } from './chromium.mjs'

/**
 * How a window can be opened here: the command to put before, or why it cannot.
 *
 * @returns {{ prefix: string[] } | { problem: string }}
 */
export function windowHost() {
  const electron = findElectron()
  if ('problem' in electron) return electron
  if (hasDisplay()) return { prefix: [] }
  const { error } = spawnSync('xvfb-run', ['--help'], { stdio: 'ignore' })
  return error
    ? { problem: 'There is no display, and xvfb-run is not installed (Debian: apt-get install xvfb).' }
    : { prefix: ['xvfb-run', '-a', '-s', '-screen 0 1920x1200x24'] }
}

/**
 * Whether journeys can run in a browser here; it is headless and needs no display.
 *
 * @returns {{ prefix: string[] } | { problem: string }}
 */
export function browserHost() {
  return findChromium() ? { prefix: [] } : { problem: 'There is no Chromium (CHROMIUM_PATH names one).' }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const host = process.argv.includes('browser') ? browserHost() : windowHost()
  if ('problem' in host) {
    console.error(host.problem)
    process.exit(1)
  }
  const playwright = ['npx', 'playwright', 'test', '--config', 'test/e2e/playwright.config.ts']
  const [command = '', ...args] = [...host.prefix, ...playwright, ...process.argv.slice(2)]
  const { status } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', shell: process.platform === 'win32' })
  process.exit(status ?? 1)
}
