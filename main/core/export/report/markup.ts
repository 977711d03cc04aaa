// SPDX-License-Identifier: Apache-2.0
/** Text that is markup already: everything else is escaped when it is put into markup. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | null | readonly Part[]

/**
 * Markup from a template. What is put in is escaped, for element content and quoted attributes alike,
 * unless it is markup itself; null is nothing, an array its parts in order.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.reduce((text, string, index) => text + textOf(parts[index - 1] ?? null) + string))
}

function textOf(part: Part): string {
  if (part === null) return ''
  if (part instanceof Markup) return part.text
  if (typeof part === 'number') return String(part)
  if (typeof part === 'string') return escaped(part)
  return part.map(textOf).join('')
}

const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])

/** Control characters that HTML does not allow, and halves of surrogate pairs, become the replacement character. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? '')
    .replace(/\p{Cc}/gu, (character) => ('\n\t'.includes(character) ? character : '\ufffd'))
    .replace(/\p{Cs}/gu, '\ufffd')
}
