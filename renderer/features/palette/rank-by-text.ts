// SPDX-License-Identifier: Apache-2.0
/**
 * Those whose text has every word of the query: first where the query begins the text, then where
 * each word begins a word of it, then the rest; the given order within each.
 */
export function rankByText<T>(items: readonly T[], query: string, textOf: (item: T) => string): T[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...items]
  const whole = words.join(' ')
  const ranked: T[][] = [[], [], []]
  for (const item of items) {
    const text = textOf(item).toLowerCase()
    if (!words.every((word) => text.includes(word))) continue
    const rank = text.startsWith(whole) ? 0 : words.every((word) => beginsWord(text, word)) ? 1 : 2
    ranked[rank]?.push(item)
  }
  return ranked.flat()
}

function beginsWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true
  }
  return false
}
