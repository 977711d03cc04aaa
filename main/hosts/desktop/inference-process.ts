// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:os'
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
    onExit: (listener) => child.once('exit', (code) => listener({ ...endOf(code), lastWords: lastWords.trim() })),
    kill: () => child.kill(),
  }
}

/**
 * What Electron calls the code of an end that nobody asked for is the number of the signal, or 0 where it was told too
 * late; our process never ends by itself, with whatever code.
 */
function endOf(code: number): { readonly code: number | null; readonly signal: string | null } {
  const signal = Object.entries(constants.signals).find(([, number]) => number === code)?.[0]
  return signal === undefined ? { code: code === 0 ? null : code, signal: null } : { code: null, signal }
}
