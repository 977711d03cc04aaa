// SPDX-License-Identifier: Apache-2.0
/** The process that a run lives in. Its end, wanted or not, is told once. */
export interface InferenceProcess {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** `lastWords` is what the process printed as errors, at most a few lines. */
  onExit(listener: (code: number, lastWords: string) => void): void
  kill(): void
}
