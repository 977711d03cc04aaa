// SPDX-License-Identifier: Apache-2.0
// npm run check: what needs no running code, two at a time, then the unit tests.
import { spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../main/hosts/launch/build.mjs'

const AT_ONCE = 2
/** Scripts of package.json, the longest first. */
const CHECKS = Object.keys(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts).filter((name) =>
  name.startsWith('check:'),
)

/** Runs a script to its end and shows what it printed; answers whether it succeeded. */
function check(script) {
  const started = performance.now()
  const child = spawn('npm', ['run', '--silent', script], {
    cwd: ROOT,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk))
  return new Promise((done) =>
    child.on('close', (status) => {
      console.log(`── ${script} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
      process.stdout.write(Buffer.concat(printed))
      done(status === 0)
    }),
  )
}

const waiting = [...CHECKS]
const outcomes = []
async function work() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) outcomes.push(await check(next))
}
await Promise.all(Array.from({ length: AT_ONCE }, work))
if (outcomes.includes(false)) process.exit(1)
const { status } = spawnSync('npm', ['run', '--silent', 'test:unit'], {
  cwd: ROOT,
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
process.exit(status ?? 1)
