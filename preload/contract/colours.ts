// SPDX-License-Identifier: Apache-2.0
import type { Category } from './categories'

/** One hue in both colour schemes; each reads at 4.5:1 or better on its scheme's panels. */
export interface Hue {
  readonly light: string
  readonly dark: string
}

/** Memory categories: a quiet blue-grey family, so that they are not taken for algorithms. */
export const CATEGORY_HUES: Readonly<Record<Category, Hue>> = {
  packedWeights: { light: '#33508f', dark: '#6f8fdc' },
  workspace: { light: '#7d9be0', dark: '#a9c1ff' },
  activations: { light: '#8fb8bd', dark: '#5f8f96' },
  modelBuffer: { light: '#b3aec2', dark: '#8b86a0' },
  inputsOutputs: { light: '#c2b59b', dark: '#8f8468' },
  other: { light: '#cfd3da', dark: '#5c6370' },
}
