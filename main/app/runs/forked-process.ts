// SPDX-License-Identifier: Apache-2.0
import { fork } from 'node:child_process'
import type { InferenceProcess } from './inference-process'
import { watchForStop } from './stopped-process'

/** A process that is killed has ended by then, but where the system holds it. */
const GRACE_MS = 2000

/** Starts a Node process on `entry`, the absolute path of the built run-process.cjs: a run without Electron. */
export function startForkedProcess(entry: string): InferenceProcess {
  // Options of this process (a debugger, memory limits) are not the run's.
  const child = fork(entry, { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let lastWords = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-2000)
  })
  let stopped = false
  /** It may wait for a file system that never answers, and be past ending: nobody waits for it then. */
  const letGo = () => {
    if (child.connected) child.disconnect()
    child.stderr?.destroy()
    child.unref()
  }
  const end = () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    const late = setTimeout(letGo, GRACE_MS)
    child.once('exit', () => clearTimeout(late))
  }
  const unwatch =
    child.pid === undefined
      ? () => {}
      : watchForStop(child.pid, () => {
          stopped = true
          end()
        })
  return {
    // A process that has just ended can take no message; its end is told by onExit.
    send: (message) => void child.send(message as object, () => {}),
    onMessage: (listener) => void child.on('message', listener),
    onExit(listener) {
      child.once('error', (error) => listener({ code: null, signal: null, lastWords: error.message }))
      child.once('exit', (code, signal) => {
        unwatch()
        listener({ code, signal: stopped ? 'SIGSTOP' : signal, lastWords: lastWords.trim() })
      })
    },
    kill: end,
  }
}
