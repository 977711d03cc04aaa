// SPDX-License-Identifier: Apache-2.0
/** Names one export, or one saved document that is being opened, from the moment that its file is chosen. */
export type TaskId = string

/** How far work on a file is that has taken more than a moment; quicker work ends without a word. */
export interface FileTask {
  readonly id: TaskId
  /** Name of the file, without its folder. */
  readonly fileName: string
  /** What goes into a file is put together, then written. */
  readonly stage: 'collecting' | 'writing' | 'reading'
  /** 0..1 of the stage; null where that is not known. */
  readonly fraction: number | null
}
