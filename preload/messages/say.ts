// SPDX-License-Identifier: Apache-2.0
import { sentences as en } from './en/sentences'
import { LANGUAGES, type Language } from './languages'
import type { Catalogue, Message, MessageId, Say } from './message'
import type { Nested, SayNested } from './sentence'

/** Text in a language. `b` is what the side goes by that is held against A; `unknown` stands for a sentence that is not known. */
export function speaker(language: Language, b = 'B', unknown = () => ''): Say {
  const catalogue = CATALOGUES.get(language) ?? en
  const text = (message: Nested): string => {
    const sentence = catalogue[message.id as MessageId] as ((given: Nested, say: SayNested) => string) | undefined
    return sentence === undefined ? unknown() : sentence(message, say)
  }
  const say: SayNested = Object.assign(text, { b })
  return say
}

const CATALOGUES: ReadonlyMap<Language, Catalogue> = new Map(LANGUAGES.map(({ tag, sentences }) => [tag, sentences]))

/** By language. */
export const SPEAKERS = Object.fromEntries(LANGUAGES.map(({ tag }) => [tag, speaker(tag)])) as Readonly<
  Record<Language, Say>
>

/** For the command line, exports and reports. */
export const english: Say = SPEAKERS.en

/** Whether both say the same in every language. */
export function sameMessage(a: Message, b: Message): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** What says this in English, if that takes no parameters; else text that has its language already. */
export function recognised(text: string): Message {
  plain ??= plainSentences()
  const id = plain.get(text)
  return id === undefined ? spoken(text) : ({ id } as Message)
}

/** By their English text. Few programs ask for it, and none when it starts. */
let plain: ReadonlyMap<string, MessageId> | null = null
const plainSentences = (): ReadonlyMap<string, MessageId> =>
  new Map(
    (Object.keys(en) as MessageId[])
      .filter((id) => en[id].length === 0)
      .map((id) => [english({ id } as Message), id] as const),
  )

/** Text that has its language already. */
export function spoken(text: string): Extract<Message, { readonly id: 'text' }> {
  return { id: 'text' satisfies MessageId, text }
}

const STRICT = LANGUAGES.map(({ tag }) =>
  speaker(tag, 'B', () => {
    throw new Error('there is no such sentence')
  }),
)

/** Whether something that came from a file is a message that every language can say. */
export function isMessage(value: unknown): value is Message {
  try {
    for (const say of STRICT) say(value as Message)
    return true
  } catch {
    return false
  }
}
