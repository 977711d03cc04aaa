// SPDX-License-Identifier: Apache-2.0
// Builds the native engine unless another process has just done so: `npm start` leaves it to the window, which shows
// how far it is. Plain JavaScript: runs before anything is built.
import { spawn } from 'node:child_process'
import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { ENGINE, isBuilt, npmScript, ROOT } from './build.mjs'
import { takeLock } from './build-lock.mjs'

const release = await takeLock(join(ROOT, 'native/build/convscope.lock'), () =>
  console.log('Waiting for another process that builds the native engine …'),
)
process.once('exit', release)
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => process.exit(1))

if (!isBuilt(ENGINE)) {
  const [program, ...args] = npmScript('build:native')
  const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 1, 2], shell: program.endsWith('.cmd') })
  child.once('error', (error) => console.error(error.message))
  child.once('close', (code) => {
    // Sources may be touched without a change to the product: it is as new as they are all the same.
    const now = new Date()
    if (code === 0) utimesSync(join(ROOT, ENGINE.product), now, now)
    process.exit(code === 0 ? 0 : 1)
  })
} else process.exit(0)
