// SPDX-License-Identifier: Apache-2.0
/*
 * What a language is made of: functions that put what a message carries into words. English declares what each
 * sentence is given; the types of messages (message.ts) and of other languages are derived from it.
 */

/**
 * Any message within another. English sentences take this, since the type of messages is made of them; whoever
 * makes a message has to give a real one (message.ts).
 */
export interface Nested {
  readonly id: string
}

export interface SayNested {
  (message: Nested): string
  /** What the side goes by that is held against A: B, or C and so on where there are several. */
  readonly b: string
}

/** What a sentence is given. */
export type Given<Sentence> = Sentence extends () => string
  ? unknown
  : Sentence extends (given: infer Parameters, say: SayNested) => string
    ? Parameters
    : never

/** The messages of some English sentences that nest none, or only such as they name. */
export type MessageOf<English> = {
  readonly [Id in keyof English]: { readonly id: Id } & Readonly<Given<English[Id]>>
}[keyof English]

/** What another language says for some English sentences. */
export type Sentences<English> = {
  readonly [Id in keyof English]: (given: Given<English[Id]>, say: SayNested) => string
}
