// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs'

/**
 * A Chromium of the system: the one in CHROMIUM_PATH, else where distributions put it.
 *
 * @returns {string | null} its path
 */
export function findChromium() {
  const { CHROMIUM_PATH: named } = process.env
  const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  return [...(named ? [named] : []), ...known].find((path) => existsSync(path)) ?? null
}
