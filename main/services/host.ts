import type { Push, PushChannel } from '#contract/channels'
import type { Result } from '#contract/errors'
import type { InferenceProcess } from './inference-process'

/** A file to be chosen: what for, and which names to offer first. */
export interface FileRequest {
  readonly title: string
  /** Without the dot; '*' is any. */
  readonly filters: readonly { readonly name: string; readonly extensions: readonly string[] }[]
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
  /** Gives a file to the user: the place it was saved at; null where the user declined. */
  save(suggestedName: string, data: string | Uint8Array): Promise<Result<string | null>>
  /** Whether the page may start this program: by the user's own word, not by what the page says. */
  mayStart(command: readonly string[]): Promise<Result<void>>
  startProcess(): InferenceProcess
  /** Settings or recent files have changed: a menu that shows them is to be made anew. */
  refresh(): void
  push<C extends PushChannel>(channel: C, payload: Push[C]): void
}
