// Builds what is missing or older than its sources. Plain JavaScript: runs before anything is built.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')

const STEPS = [
  {
    script: 'build:native',
    what: 'native engine',
    product: 'native/build/Release/convscope.node',
    sources: ['native/engine', 'native/addon', 'native/CMakeLists.txt', 'package-lock.json'],
  },
  {
    script: 'build:app',
    what: 'application',
    product: 'out/renderer/index.html',
    sources: ['main', 'preload', 'renderer', 'electron.vite.config.ts', 'packaging/licences.ts', 'package-lock.json'],
  },
]

/**
 * Runs the build steps that are needed.
 *
 * @returns {boolean} false where one failed; its output has been shown
 */
export function buildWhatIsNeeded() {
  return STEPS.every(({ script, what, product, sources }) => {
    const path = join(ROOT, product)
    const built = existsSync(path) ? statSync(path).mtimeMs : 0
    if (sources.every((source) => newest(join(ROOT, source)) <= built)) return true
    console.error(`Building the ${what} …`)
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    const { status } = spawnSync(npm, ['run', '--silent', script], {
      cwd: ROOT,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    })
    if (status !== 0) console.error(`Building the ${what} failed; the lines above say why.`)
    return status === 0
  })
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
