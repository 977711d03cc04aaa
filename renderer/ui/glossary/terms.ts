// SPDX-License-Identifier: Apache-2.0
import type { Algorithm } from '#contract/algorithms'
import type { Category } from '#contract/categories'

/** Words that a newcomer may not know, each with a card. */
export const TERMS = ['im2col', 'winograd', 'strassen', 'packed', 'workspace', 'arena', 'resident'] as const
export type TermId = (typeof TERMS)[number]

const OF_ALGORITHM: Readonly<Partial<Record<Algorithm, TermId>>> = {
  tiled: 'im2col',
  im2col: 'im2col',
  col2im: 'im2col',
  winograd: 'winograd',
  'strassen-1x1': 'strassen',
}

const OF_CATEGORY: Readonly<Partial<Record<Category, TermId>>> = {
  packedWeights: 'packed',
  workspace: 'workspace',
  activations: 'arena',
}

/** The card that says what an algorithm does; null where there is none. */
export function termOfAlgorithm(algorithm: Algorithm | null): TermId | null {
  return algorithm === null ? null : (OF_ALGORITHM[algorithm] ?? null)
}

export function termOfCategory(category: Category): TermId | null {
  return OF_CATEGORY[category] ?? null
}
