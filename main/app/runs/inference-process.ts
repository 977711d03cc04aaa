// SPDX-License-Identifier: Apache-2.0
/** The process that a run lives in. Its end, wanted or not, is told once. */
export interface InferenceProcess {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  onExit(listener: (exit: ProcessExit) => void): void
  kill(): void
}

export interface ProcessExit {
  /** null where a signal ended it, or where it could not be started. */
  readonly code: number | null
  /** The name of the signal that ended it; null where none did. SIGSTOP did not: the process was stopped, and ended for that. */
  readonly signal: string | null
  /** What the process printed as errors, at most a few lines. */
  readonly lastWords: string
}
