// SPDX-License-Identifier: Apache-2.0
// npm start -- [MODEL]: builds the application where needed, then opens the window; where there can be none, its page in
// a browser. The native engine, which takes minutes, is compiled behind the window.
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { APPLICATION, build, ENGINE, isBuilt, ROOT } from './build.mjs'
import { electronArguments, findElectron, hasDisplay } from './electron.mjs'

/** What a program ends with that the system could not load. */
const NOT_LOADABLE = 127

// npm runs scripts in the package's folder; a relative path means the folder the user typed it in.
const { INIT_CWD: from = process.cwd() } = process.env
const args = process.argv.slice(2).map((argument) => (argument.startsWith('-') ? argument : resolve(from, argument)))

/** What the window builds; read by main/app/engine-build. */
const env = isBuilt(ENGINE) ? process.env : { ...process.env, CONVSCOPE_ENGINE_BUILDER: JSON.stringify(ENGINE.command) }

/**
 * @param {string} program
 * @param {readonly string[]} programArguments
 * @param {(code: number) => void} ended
 */
function run(program, programArguments, ended) {
  const child = spawn(program, programArguments, { stdio: 'inherit', env })
  const interrupt = () => child.kill('SIGINT')
  const terminate = () => child.kill('SIGTERM')
  process.on('SIGINT', interrupt).on('SIGTERM', terminate)
  const end = (/** @type {number} */ code) => {
    process.off('SIGINT', interrupt).off('SIGTERM', terminate)
    ended(code)
  }
  child.once('error', () => end(NOT_LOADABLE))
  child.once('exit', (code, signal) => end(signal ? 1 : (code ?? 1)))
}

/** @param {string} why there is no window, for the user */
function serve(why) {
  console.error(`${why}\nOpening Convscope in a browser instead:`)
  const path = args.find((argument) => !argument.startsWith('-')) ?? from
  const watch = args.includes('--watch') ? ['--watch'] : []
  run(process.execPath, [join(ROOT, 'out/main/cli.cjs'), 'serve', path, ...watch], (code) => process.exit(code))
}

if (!build(APPLICATION)) process.exit(1)
const electron = hasDisplay() ? findElectron() : { problem: 'There is no display to open a window on.' }
if ('problem' in electron) serve(electron.problem)
else {
  run(electron.path, [ROOT, ...args, ...electronArguments()], (code) => {
    if (code === NOT_LOADABLE) serve('Electron’s program cannot be started on this system.')
    else process.exit(code)
  })
}
