// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import type { words as english } from './en/window'
import { LANGUAGES, type Language } from './languages'
import type { Message, Say } from './message'
import { speaker } from './say'

/** Paths below a tree of words, each without the ending of its plural. */
type Paths<Tree> = {
  [Key in keyof Tree & string]: Tree[Key] extends string ? Singular<Key> : `${Key}.${Paths<Tree[Key]>}`
}[keyof Tree & string]
type Singular<Key extends string> = Key extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Key

type AllWords = typeof english
/** "namespace:path", as the window asks for its words (renderer/i18n). */
export type WordKey = { [Space in keyof AllWords & string]: `${Space}:${Paths<AllWords[Space]>}` }[keyof AllWords &
  string]

type Given<Part> = Readonly<Record<string, Part | string | number>>

/** The words of one language, for reports and the command line, which have no page. */
export interface Words {
  readonly language: Language
  /** What a message says; in a comparison the side that is held against A goes by the letter that the words were made for. */
  readonly say: Say
  /** A text with its values put in; `count` also chooses the plural. */
  text(key: WordKey, given?: Given<never>): string
  /** The same in pieces, where values are more than text. */
  pieces<Part>(key: WordKey, given: Given<Part>): readonly (Part | string | number)[]
  /** What a layer runs with; empty without an algorithm. */
  choice(choice: Omit<Choice, 'algorithm'> & { readonly algorithm: Choice['algorithm'] | null }): string
  listed(items: readonly string[]): string
}

/** `b`: what the side goes by that is held against A. */
export function wordsIn(language: Language, b = 'B'): Words {
  const say = speaker(language, b)
  const tree = LANGUAGES.find(({ tag }) => tag === language)?.words
  const pieces = <Part>(key: WordKey, given: Given<Part>) => filled(template(tree, key, given['count']), given)
  const text = (key: WordKey, given: Given<never> = {}) => pieces<never>(key, given).join('')
  return {
    ...{ language, say, text, pieces },
    choice({ algorithm, ...rest }) {
      return algorithm === null ? '' : say({ id: 'choice.name', choice: { algorithm, ...rest } } satisfies Message)
    },
    listed: (items) => items.join(text('advice:listSeparator')),
  }
}

/** For whatever is said in English alone. */
export const ENGLISH = wordsIn('en')

type Tree = { readonly [key: string]: string | Tree } | undefined

/** A language has as many forms of a plural as it needs; all of them have the general one. */
function template(tree: Tree, key: WordKey, count: unknown): string {
  const [space = '', path = ''] = key.split(':')
  const forms = [...(count === 1 ? ['_one'] : []), ...(count === undefined ? [] : ['_other']), '']
  for (const form of forms) {
    let found: string | Tree = tree?.[space]
    for (const step of `${path}${form}`.split('.')) found = typeof found === 'object' ? found[step] : undefined
    if (typeof found === 'string') return found
  }
  throw new Error(`there are no words for ${key}`)
}

/** Every second part of a text split at its {{names}} is a name. */
function filled<Part>(text: string, given: Given<Part>): (Part | string | number)[] {
  return text
    .split(/\{\{(\w+)\}\}/)
    .map((part, index) => (index % 2 === 0 ? part : (given[part] ?? '')))
    .filter((part) => part !== '')
}
