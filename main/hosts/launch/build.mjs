// SPDX-License-Identifier: Apache-2.0
// Builds what is missing or older than its sources. Plain JavaScript: runs before anything is built.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

/**
 * @typedef {object} Part
 * @property {string} what for the user
 * @property {string} product
 * @property {readonly string[]} sources
 * @property {readonly [string, ...string[]]} command
 */

/** @type {Part} */
export const ENGINE = {
  what: 'native engine',
  product: 'native/build/Release/convscope.node',
  sources: ['native/engine', 'native/addon', 'native/CMakeLists.txt', 'package-lock.json'],
  command: [process.execPath, join(ROOT, 'main/hosts/launch/build-engine.mjs')],
}

/** @type {Part} */
export const APPLICATION = {
  what: 'application',
  product: 'out/renderer/index.html',
  sources: ['main', 'preload', 'renderer', 'electron.vite.config.ts', 'packaging/licences.ts', 'package-lock.json'],
  command: npmScript('build:app'),
}

/**
 * @param {string} script
 * @returns {[string, ...string[]]}
 */
export function npmScript(script) {
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', 'run', '--silent', script]
}

/**
 * @param {Part} part
 * @returns {boolean}
 */
export function isBuilt({ product, sources }) {
  const path = join(ROOT, product)
  const built = existsSync(path) ? statSync(path).mtimeMs : 0
  return sources.every((source) => newest(join(ROOT, source)) <= built)
}

/**
 * Builds a part where that is needed.
 *
 * @param {Part} part
 * @returns {boolean} false where it failed; its output has been shown
 */
export function build(part) {
  if (isBuilt(part)) return true
  const { what, command } = part
  console.error(`Building the ${what} …`)
  const [program, ...args] = command
  const { status } = spawnSync(program, args, { cwd: ROOT, stdio: ['ignore', 2, 2], shell: program.endsWith('.cmd') })
  if (status !== 0) console.error(`Building the ${what} failed; the lines above say why.`)
  return status === 0
}

/**
 * @returns {boolean} false where something could not be built; its output has been shown
 */
export function buildWhatIsNeeded() {
  return build(ENGINE) && build(APPLICATION)
}

/**
 * Newest modification time of a file, or of all files below a folder; 0 where there is none.
 *
 * @param {string} path
 * @returns {number} epoch milliseconds
 */
function newest(path) {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}
