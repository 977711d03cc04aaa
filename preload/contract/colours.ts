import type { Algorithm, Category } from './plan'

// The accents of algorithms and categories: the same in the window and in reports.

/** One hue in both colour schemes; each reads at 4.5:1 or better on its scheme's panels. */
export interface Hue {
  readonly light: string
  readonly dark: string
}

/** The accent of an algorithm, the same in graph, tables and charts. */
export const ALGORITHM_HUES: Readonly<Record<Algorithm, Hue>> = {
  tiled: { light: '#2f62b8', dark: '#7ea8f8' },
  winograd: { light: '#b04406', dark: '#fb9a4b' },
  'strassen-1x1': { light: '#08726d', dark: '#3cc8bc' },
  'gemm-1x1': { light: '#46730f', dark: '#93c34a' },
  depthwise: { light: '#6d3fd1', dark: '#ad92fa' },
  'depthwise-3x3': { light: '#b0227f', dark: '#f078c0' },
  grouped: { light: '#7a5c00', dark: '#d9b43c' },
  streamed: { light: '#a8283c', dark: '#f98a92' },
}

/** Memory categories: a quiet blue-grey family, so that they are not taken for algorithms. */
export const CATEGORY_HUES: Readonly<Record<Category, Hue>> = {
  packedWeights: { light: '#33508f', dark: '#6f8fdc' },
  workspace: { light: '#7d9be0', dark: '#a9c1ff' },
  activations: { light: '#8fb8bd', dark: '#5f8f96' },
  modelBuffer: { light: '#b3aec2', dark: '#8b86a0' },
  other: { light: '#cfd3da', dark: '#5c6370' },
}
