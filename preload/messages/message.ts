// SPDX-License-Identifier: Apache-2.0
import type { sentences } from './en/sentences'
import type { Given, Nested, Sentences } from './sentence'

/*
 * What the engine says, before it has a language: which sentence, and what is put in. A language is a catalogue
 * that has every sentence (en, zh-CN); say.ts makes text of a message. Sizes are bytes, times nanoseconds.
 */

export type MessageId = keyof typeof sentences

/** A sentence, the end of one, or a name, with what is put in. */
export type Message =
  | {
      readonly [Id in GivenId]: { readonly id: Id } & Filled<Given<(typeof sentences)[Id]>>
    }[GivenId]
  | { readonly id: PlainId }

/** Those that are given something. Each is a member of the union, of which the compiler bears a thousand. */
type GivenId = Exclude<MessageId, PlainId>

/** Those that are given nothing. */
type PlainId = { [Id in MessageId]: (typeof sentences)[Id] extends () => string ? Id : never }[MessageId]

/** Messages of one family, e.g. 'refusal'. */
export type MessageIn<Family extends string> =
  | Extract<Message, { readonly id: `${Family}.${string}` }>
  | Plain<Extract<PlainId, `${Family}.${string}`>>

type Plain<Id extends string> = Id extends Id ? { readonly id: Id } : never

/** A part of a workspace. The native kernels name their sections with the same ids (native/engine/conv). */
export type PartId = MessageIn<'part'>['id']

/** What a sentence is given, with messages where it has others within. */
type Filled<Value> = Value extends Nested
  ? Nested extends Value
    ? Message
    : Value
  : Value extends readonly (infer Item)[]
    ? readonly Filled<Item>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Filled<Value[Key]> }
      : Value

/** Makes text of messages. */
export type Say = (message: Message) => string

export type Catalogue = Sentences<typeof sentences>
