// SPDX-License-Identifier: Apache-2.0
import { shortened } from '#messages/plain-text'

/** Of an average character of 11 px text; Chinese ones are square. */
const NARROW = 7
const WIDE = 11
const FEWEST = 5
const FIRST_WIDE = 0x2e80

/** As much of a text as `width` pixels hold, with its beginning and end; null where that would tell nothing. */
export function fittingText(text: string, width: number): string | null {
  const needed = widthOf(text)
  if (needed <= width) return text
  const most = Math.floor((text.length * width) / needed)
  return most < FEWEST ? null : shortened(text, most)
}

/** The first text that `width` pixels hold whole; null without one. */
export function firstFitting(texts: readonly string[], width: number): string | null {
  return texts.find((text) => widthOf(text) <= width) ?? null
}

function widthOf(text: string): number {
  return [...text].reduce((sum, each) => sum + ((each.codePointAt(0) ?? 0) < FIRST_WIDE ? NARROW : WIDE), 0)
}
