import { ALGORITHM_TRAITS } from '#contract/algorithms'
import { CATEGORY_HUES } from '#contract/colours'
import type { Algorithm, Category } from '#contract/plan'

export function algorithmColour(algorithm: Algorithm): string {
  return `var(--algorithm-${algorithm})`
}

export function categoryColour(category: Category): string {
  return `var(--category-${category})`
}

/** The custom properties that algorithmColour and categoryColour refer to. */
export function paletteProperties(scheme: 'light' | 'dark'): readonly (readonly [name: string, value: string])[] {
  return [
    ...Object.entries(ALGORITHM_TRAITS).map(
      ([algorithm, { hue }]) => [`--algorithm-${algorithm}`, hue[scheme]] as const,
    ),
    ...Object.entries(CATEGORY_HUES).map(([category, hue]) => [`--category-${category}`, hue[scheme]] as const),
  ]
}
