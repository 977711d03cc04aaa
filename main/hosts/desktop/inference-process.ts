// SPDX-License-Identifier: Apache-2.0
import { constants } from 'node:os'
import { app, type Details, utilityProcess } from 'electron'
import type { InferenceProcess, ProcessExit } from '#app/runs/inference-process'
import { watchForStop } from '#app/runs/stopped-process'
import { notingLeaks } from './leaked-descriptor'

/** How long the cause of an end may take to be told after the end. */
const CAUSE_MS = 1000

let count = 0

/** Starts Electron's utility process on `entry`, the absolute path of the built run-process.cjs. */
export function startUtilityProcess(entry: string): InferenceProcess {
  count += 1
  const name = `Convscope inference ${count}`
  const cause = causeOf(name)
  const { started: child, closeLeaks } = notingLeaks(() =>
    utilityProcess.fork(entry, [], { serviceName: name, stdio: 'pipe' }),
  )
  let lastWords = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString()).slice(-2000)
  })
  let stopped = false
  let unwatch = () => {}
  child.once('spawn', () => {
    closeLeaks()
    if (child.pid === undefined) return
    unwatch = watchForStop(child.pid, () => {
      stopped = true
      end(child)
    })
  })

  async function exitOf(code: number): Promise<ProcessExit> {
    if (stopped) return { code: null, signal: 'SIGSTOP', lastWords: '' }
    // 0 where the end was noticed before its cause.
    const gone = code === 0 ? await cause.told() : null
    const words = lastWords.trim()
    return { ...endOf(gone?.exitCode ?? code), lastWords: words === '' && gone?.reason === 'oom' ? 'oom' : words }
  }

  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) =>
      child.once('exit', (code) => {
        unwatch()
        void exitOf(code).then((exit) => {
          cause.forget()
          listener(exit)
        })
      }),
    kill: () => end(child),
  }
}

/** Electron's own kill is a request, which a process that is stopped does not hear. */
function end(child: Electron.UtilityProcess): void {
  try {
    if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

/** What Electron tells of the end of the service process of that name. */
function causeOf(name: string) {
  let found: (details: Details) => void = () => {}
  const details = new Promise<Details>((resolve) => {
    found = resolve
  })
  const listener = (_event: unknown, gone: Details) => {
    if (gone.name === name) found(gone)
  }
  app.on('child-process-gone', listener)
  return {
    told: () => Promise.race([details, new Promise<null>((resolve) => setTimeout(() => resolve(null), CAUSE_MS))]),
    forget: () => app.off('child-process-gone', listener),
  }
}

/**
 * What Electron calls the code of an end that nobody asked for is the number of the signal; our process never ends by
 * itself, with whatever code.
 */
function endOf(code: number): { readonly code: number | null; readonly signal: string | null } {
  const signal = Object.entries(constants.signals).find(([, number]) => number === code)?.[0]
  return signal === undefined ? { code: code === 0 ? null : code, signal: null } : { code: null, signal }
}
