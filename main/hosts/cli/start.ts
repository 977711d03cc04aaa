// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { engineBuilder } from '#app/engine-build/engine-build'
import { clearLeftovers } from '#app/files/leftovers'
import { userDataFolder } from '#app/files/user-data-folder'
import { openLog } from '#app/log/log'
import { startForkedProcess } from '#app/runs/forked-process'
import { threadStarter } from '#app/thread/start-thread'
import { writingCause } from '#core/model/file-cause'
import { english } from '#messages/say'
import { printableLines } from '#messages/visible'
import { EXIT } from './exit'
import { execute } from './program'
import { createTerminal } from './terminal'

// The command `convscope`: wiring to the process only.

const appRoot = resolve(__dirname, '../..')
// Whatever nobody has foreseen is a failure, and not what Node's own code 1 means here. Where a limit of file sizes is hit,
// the write fails with a reason instead of the process without one.
process.on('uncaughtException', (bug) => {
  try {
    writeSync(2, `convscope: ${printableLines(bug instanceof Error ? (bug.stack ?? bug.message) : String(bug))}\n`)
  } finally {
    process.exit(EXIT.failed)
  }
})
process.on('SIGXFSZ', () => {})
// Made when a sample is written into it.
const temporaryFolder = join(tmpdir(), `convscope-${process.pid}-${randomBytes(6).toString('hex')}`)
const interrupt = new AbortController()
process.once('SIGINT', () => interrupt.abort())
process.once('SIGTERM', () => interrupt.abort())
process.once('exit', () => {
  if (existsSync(temporaryFolder)) rmSync(temporaryFolder, { recursive: true, force: true })
})

const dataFolder = userDataFolder(process.env)
const log = openLog(dataFolder)
void clearLeftovers(dataFolder)
process.on('uncaughtExceptionMonitor', (error) => log.error('uncaught', error))

execute(process.argv.slice(2), {
  terminal: createTerminal(process, (error) => {
    console.error(`convscope: the result could not be written: ${english(writingCause(error))}.`)
    process.once('exit', () => {
      process.exitCode = EXIT.failed
    })
  }),
  appRoot,
  appVersion: (JSON.parse(readFileSync(join(appRoot, 'package.json'), 'utf8')) as { version: string }).version,
  folder: process.cwd(),
  temporaryFolder,
  dataFolder,
  log,
  signal: interrupt.signal,
  engineBuilder: engineBuilder(process.env),
  startProcess: () => startForkedProcess(join(__dirname, 'run-process.cjs')),
  startCore: threadStarter(join(__dirname, 'core-thread.cjs')),
}).then(
  (code) => {
    // Not exit(): what was written to a pipe would be cut off.
    process.exitCode = code
  },
  (bug: unknown) => {
    console.error(printableLines(bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)))
    log.error('bug', bug)
    process.exitCode = EXIT.failed
  },
)
