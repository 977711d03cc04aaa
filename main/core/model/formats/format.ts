// SPDX-License-Identifier: Apache-2.0
import type { FormatView } from '#contract/model'
import type { Model } from '../graph'

/** A kind of model file. Its names stand in format.json, so that whoever packages Convscope reads them too. */
export interface Format extends FormatView {
  /** Whether a file of `fileBytes` that begins with `head` is one: of a file, at most one format says yes. */
  looksLike(head: Uint8Array, fileBytes: number): boolean
  /** The files that a file of weights may belong to, best first: opening it opens the first that is there. */
  mainFiles?(path: string): readonly string[]
  /** The files beside one that `read` opens. */
  readsBeside?(path: string): readonly string[]
  /** `at`: where such a file can be read. Throws ReadError. */
  read(path: string, bytes: Uint8Array, at: (path: string) => string): Model
}
