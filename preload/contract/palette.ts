// SPDX-License-Identifier: Apache-2.0
import { ALGORITHM_TRAITS } from './algorithms'
import { CATEGORY_HUES } from './colours'

/** Custom properties with the colour of each algorithm and each category: --algorithm-winograd, --category-workspace. */
export function paletteProperties(scheme: 'light' | 'dark'): readonly (readonly [name: string, value: string])[] {
  return [
    ...Object.entries(ALGORITHM_TRAITS).map(([name, { hue }]) => [`--algorithm-${name}`, hue[scheme]] as const),
    ...Object.entries(CATEGORY_HUES).map(([name, hue]) => [`--category-${name}`, hue[scheme]] as const),
  ]
}
