// SPDX-License-Identifier: Apache-2.0
import type { words } from './en/window'
import type { Catalogue } from './message'

/** What a language must say: all keys of the reference, of a plural only the general form. */
export type Translation<Reference> = {
  readonly [Key in keyof Reference as Key extends `${string}_one` ? never : Key]: Reference[Key] extends string
    ? string
    : Translation<Reference[Key]>
}

/** What the folder of a language holds. */
export interface LanguageFolder {
  /** BCP 47. */
  readonly tag: string
  /** In its own words. */
  readonly name: string
  /** Whether it is for whoever has set the system to `locale`. */
  matches(locale: string): boolean
  /** What the engine says. */
  readonly sentences: Catalogue
  /** What the window says of itself: renderer/i18n. */
  readonly words: Translation<typeof words>
}
