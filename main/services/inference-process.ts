import { join } from 'node:path'
import { utilityProcess } from 'electron'

/** The process that a run lives in. Its end, wanted or not, is told once. */
export interface InferenceProcess {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** `lastWords` is what the process printed as errors, at most a few lines. */
  onExit(listener: (code: number, lastWords: string) => void): void
  kill(): void
}

/** Starts Electron's utility process on the built entry point. */
export function startInferenceProcess(appRoot: string): InferenceProcess {
  const child = utilityProcess.fork(join(appRoot, 'out/main/run-process.cjs'), [], {
    serviceName: 'Convscope inference',
    stdio: 'pipe',
  })
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
