// SPDX-License-Identifier: Apache-2.0
import type { Result } from '#contract/errors'
import type { Message } from '#messages/message'
import type { EngineBuild } from './engine-build/engine-build'
import type { Log } from './log/log'
import type { InferenceProcess } from './runs/inference-process'
import type { StartCoreThread } from './thread/start-thread'

/** A file to be chosen: what for, and which names to offer first. */
export interface FileRequest {
  readonly title: Message
  /** Without the dot; '*' is any. */
  readonly filters: readonly { readonly name: Message; readonly extensions: readonly string[] }[]
}

/**
 * A file on its way to the user. Nothing of it is seen before it is finished, and a file that it takes the place of
 * stays until then. Everything rejects with an Error where it cannot be done; then `discard` is still to be called.
 */
export interface FileSink {
  /** The path or name by which the user finds it. */
  readonly path: string
  /** Resolves when the next bytes may follow. */
  write(bytes: Uint8Array): Promise<void>
  /** Resolves when all that was written is on its way for good: what can take long comes before `finish`. */
  flush(): Promise<void>
  /** The file is whole and appears. */
  finish(): Promise<void>
  /** The file is given up, without a trace. */
  discard(): Promise<void>
}

/** What Convscope needs of where it runs: an Electron window, or a server with a browser in front of it. */
export interface Host {
  /** Folder of package.json, out/ and native/. */
  readonly appRoot: string
  readonly appVersion: string
  /** Folder of what Convscope keeps between two starts. */
  readonly dataFolder: string
  /** Absolute path of the model named on the command line. */
  readonly initialModel: string | null
  /** Whether the command line asked for the model to be opened again when its file changes. */
  readonly watch: boolean
  /**
   * Whether a path that the page names may be read: the path to read instead, or the refusal. Every
   * handler that takes a path asks this first.
   */
  admit(path: string): Promise<Result<string>>
  /** The user's choice: a path that `admit` lets pass; null where the user declined. */
  chooseFile(request: FileRequest): Promise<string | null>
  /** Where a file for the user goes, as the user says; null where the user declined. */
  saveTo(suggestedName: string): Promise<FileSink | null>
  /** Whether the page may start this program: by the user's own word, not by what the page says. */
  mayStart(command: readonly string[]): Promise<Result<void>>
  /** Shows a file in the folder that it lies in; absent where the user's own program keeps files. */
  showFile?(path: string): void
  readonly log: Log
  /** Present where the native engine is, or was, compiled while this program runs. */
  readonly engineBuild: EngineBuild | null
  startProcess(): InferenceProcess
  /** A thread for a model that is opened. */
  readonly startCore: StartCoreThread
  /** Settings or recent files have changed: a menu that shows them is to be made anew. */
  refresh(): void
}
