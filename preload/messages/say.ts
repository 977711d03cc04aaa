import { sentences as en } from './en/sentences'
import { LANGUAGES, type Language } from './languages'
import type { Catalogue, Message, MessageId, Say } from './message'

/** Text in the language of a catalogue; `unknown` stands for a sentence that it does not have. */
function speaker(catalogue: Catalogue, unknown: () => string): Say {
  const say: Say = (message) => {
    const sentence = catalogue[message.id] as ((parameters: Message, say: Say) => string) | undefined
    return sentence === undefined ? unknown() : sentence(message, say)
  }
  return say
}

/** By language. */
export const SPEAKERS = Object.fromEntries(
  LANGUAGES.map(({ tag, sentences }) => [tag, speaker(sentences, () => '')]),
) as Readonly<Record<Language, Say>>

/** For the command line, exports and reports. */
export const english: Say = SPEAKERS.en

/** Whether both say the same in every language. */
export function sameMessage(a: Message, b: Message): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** What says this in English, if that takes no parameters; else text that has its language already. */
export function recognised(text: string): Message {
  const id = PLAIN.get(text)
  return id === undefined ? spoken(text) : ({ id } as Message)
}

/** By their English text. */
const PLAIN: ReadonlyMap<string, MessageId> = new Map(
  (Object.keys(en) as MessageId[])
    .filter((id) => en[id].length === 0)
    .map((id) => [english({ id } as Message), id] as const),
)

/** Text that has its language already. */
export function spoken(text: string): Extract<Message, { readonly id: 'text' }> {
  return { id: 'text' satisfies MessageId, text }
}

const STRICT = LANGUAGES.map(({ sentences }) =>
  speaker(sentences, () => {
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
