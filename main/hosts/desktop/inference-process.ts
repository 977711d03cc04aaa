// SPDX-License-Identifier: Apache-2.0
import { utilityProcess } from 'electron'
import type { InferenceProcess } from '#app/runs/inference-process'

/** Starts Electron's utility process on `entry`, the absolute path of the built run-process.cjs. */
export function startUtilityProcess(entry: string): InferenceProcess {
  const child = utilityProcess.fork(entry, [], { serviceName: 'Convscope inference', stdio: 'pipe' })
  let lastWords = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-2000)
  })
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', (code) => listener(code, lastWords.trim())),
    kill: () => child.kill(),
  }
}
