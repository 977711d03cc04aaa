// SPDX-License-Identifier: Apache-2.0
/** The words of a list that is written as one text. */
export type Words<Text extends string, Found extends string = never> = Text extends `${infer First} ${infer Rest}`
  ? Words<Rest, Found | First>
  : Found | Text

export function words<const Text extends string>(text: Text): readonly Words<Text>[] {
  return text.split(' ') as unknown as readonly Words<Text>[]
}

export function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** "lessOrEqual" as "less_or_equal". */
export function snakeCase(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** "lessOrEqual" as "LESS_OR_EQUAL". */
export function upperCase(word: string): string {
  return snakeCase(word).toUpperCase()
}

export function itself<Word extends string>(word: Word): Word {
  return word
}

/** An entry for each word, under the name that it is given. */
export function entriesOf<Word extends string, T>(
  list: readonly Word[],
  name: (word: Word) => string,
  entry: (word: Word) => T,
): Readonly<Record<string, T>> {
  return table(Object.fromEntries(list.map((word) => [name(word), entry(word)])))
}

/**
 * Entries by names that come from files. Such a table has no members but its entries: of an object, "constructor" and
 * "toString" would be found too. A test holds that every table of this kind is made here.
 */
export function table<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null), entries)
}
