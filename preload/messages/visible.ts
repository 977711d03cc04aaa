// SPDX-License-Identifier: Apache-2.0
/**
 * Characters that are no text but act on whatever shows them: controls (C0, C1, DEL), line and paragraph separators, marks
 * and overrides of direction, and characters without width. Halves of characters beyond the first plane count too: alone
 * they mean nothing.
 */
const ACTING = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}\u00ad\u200b-\u200d\u2060-\u2064\ufeff]/gu

/** Text of a file or a page for a place that it must not act on: what would act stands as its code, "\u{1b}". */
export function visible(text: string): string {
  return text.replace(ACTING, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
}

/** The same in as many characters, for tables: what would act stands as "�". Joiners within words stay, as scripts need them. */
export function printable(text: string): string {
  return text.replace(ACTING, (character) => (character === '\u200c' || character === '\u200d' ? character : '�'))
}

/** JSON text whose strings keep every character, but show those that would act as escapes: "\u009b". */
export function printableJson(json: string): string {
  return json.replace(ACTING, (character) =>
    character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/**
 * The same for lines of our own that hold text of files: ends of lines and tabs stay, and colours where `colours` says that
 * there are any.
 */
export function printableLines(text: string, colours = false): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
  const ours = colours ? /\r?\n|\t|\u001b\[\d+m/g : /\r?\n|\t/g
  let safe = ''
  let from = 0
  for (const { 0: kept, index } of text.matchAll(ours)) {
    safe += printable(text.slice(from, index)) + kept
    from = index + kept.length
  }
  return safe + printable(text.slice(from))
}
