// SPDX-License-Identifier: Apache-2.0
import type { Algorithm, Category } from '#contract/plan'

// What they refer to: paletteProperties.

/** null: of a layer whose algorithm has no name. */
export function algorithmColour(algorithm: Algorithm | null): string {
  return algorithm === null ? 'var(--line-strong)' : `var(--algorithm-${algorithm})`
}

export function categoryColour(category: Category): string {
  return `var(--category-${category})`
}
