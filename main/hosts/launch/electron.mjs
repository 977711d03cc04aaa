// SPDX-License-Identifier: Apache-2.0
// Finds the Electron program. Plain JavaScript: runs before anything is built.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)
/** @type {Partial<Record<NodeJS.Platform, string>>} */
const EXECUTABLES = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }

/**
 * Absolute path of the Electron program: the one in ELECTRON_OVERRIDE_DIST_PATH, else the one that
 * the `electron` package holds, which it downloads once when asked for the first time.
 *
 * @returns {{ path: string } | { problem: string }} the problem is for the user
 */
export function findElectron() {
  const executable = EXECUTABLES[process.platform] ?? 'electron'
  const { ELECTRON_OVERRIDE_DIST_PATH: override } = process.env
  if (override) {
    const path = join(override, executable)
    return existsSync(path) ? { path } : { problem: `ELECTRON_OVERRIDE_DIST_PATH is set, but ${path} does not exist.` }
  }
  const home = dirname(require.resolve('electron/package.json'))
  const path = join(home, 'dist', executable)
  if (existsSync(path)) return { path }
  console.error("Fetching Electron's program, once …")
  const download = spawnSync(process.execPath, [join(home, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: 600_000,
  })
  if (download.status === 0 && existsSync(path)) return { path }
  const cause = (download.stderr ?? '').split('\n').find((line) => /error/i.test(line)) ?? 'the download failed'
  return {
    problem: [
      `Electron's own program could not be fetched (${cause.trim()}).`,
      'Either give this machine access to the download site (or name a mirror in ELECTRON_MIRROR) and run again,',
      'or unpack an Electron 25 or later for this system yourself and name its folder in ELECTRON_OVERRIDE_DIST_PATH.',
    ].join('\n'),
  }
}

/**
 * Arguments that this user or system needs: Chromium refuses to run its sandbox as root.
 *
 * @returns {string[]}
 */
export function electronArguments() {
  return process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
}

/** @returns {boolean} whether a window can be opened */
export function hasDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  return process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY)
}
