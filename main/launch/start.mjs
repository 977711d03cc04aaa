// npm start -- [MODEL]: builds what is needed, then opens the window.
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { buildWhatIsNeeded, ROOT } from './build.mjs'
import { electronArguments, findElectron, hasDisplay } from './electron.mjs'

/**
 * @param {string} message for the user
 * @returns {never}
 */
function stop(message) {
  console.error(message)
  process.exit(1)
}

if (!buildWhatIsNeeded()) process.exit(1)
if (!hasDisplay()) {
  stop('There is no display to open a window on. On a machine without one: xvfb-run -a npm start -- [MODEL]')
}
const electron = findElectron()
const program = 'path' in electron ? electron.path : stop(electron.problem)

// npm runs scripts in the package's folder; a relative path means the folder the user typed it in.
const { INIT_CWD: from = process.cwd() } = process.env
const args = process.argv.slice(2).map((argument) => (argument.startsWith('-') ? argument : resolve(from, argument)))
const child = spawn(program, [ROOT, ...args, ...electronArguments()], { stdio: 'inherit' })
child.on('error', (error) => stop(`Electron did not start: ${error.message}`))
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
process.on('SIGINT', () => child.kill('SIGINT'))
process.on('SIGTERM', () => child.kill('SIGTERM'))
