// SPDX-License-Identifier: Apache-2.0
import type { Algorithm, Category } from '#contract/plan'

// What they refer to: paletteProperties.

export function algorithmColour(algorithm: Algorithm): string {
  return `var(--algorithm-${algorithm})`
}

export function categoryColour(category: Category): string {
  return `var(--category-${category})`
}
