// SPDX-License-Identifier: Apache-2.0
import type { Hue } from './colours'

/** What an algorithm is, whichever engine runs it. Its names are messages, and when it is chosen is an engine's rule. */
interface AlgorithmTraits {
  /** Its accent in graph, tables and charts, which no other algorithm has. */
  readonly hue: Hue
  /** It comes with several output tile edges, so that a choice of it names one. */
  readonly hasUnit?: true
  /** Each group of a grouped convolution may run it. */
  readonly groupable?: true
  /** It keeps no copy of the weights, but reads them whenever it runs. */
  readonly streams?: true
}

const table = <Id extends string>(traits: Readonly<Record<Id, AlgorithmTraits>>) => traits

/** Algorithms of layers, over all engines: all that is asked of one stands here. */
export const ALGORITHM_TRAITS = table({
  tiled: { hue: { light: '#2f62b8', dark: '#7ea8f8' }, groupable: true },
  winograd: { hue: { light: '#b04406', dark: '#fb9a4b' }, groupable: true, hasUnit: true },
  'strassen-1x1': { hue: { light: '#08726d', dark: '#3cc8bc' } },
  'gemm-1x1': { hue: { light: '#46730f', dark: '#93c34a' }, groupable: true },
  depthwise: { hue: { light: '#6d3fd1', dark: '#ad92fa' } },
  'depthwise-3x3': { hue: { light: '#b0227f', dark: '#f078c0' } },
  grouped: { hue: { light: '#7a5c00', dark: '#d9b43c' } },
  streamed: { hue: { light: '#a8283c', dark: '#f98a92' }, groupable: true, streams: true },
  'streamed-winograd': { hue: { light: '#8f1d6b', dark: '#ff9ecb' }, groupable: true, streams: true, hasUnit: true },
  im2col: { hue: { light: '#1f6f8b', dark: '#5cc4e6' }, groupable: true },
  direct: { hue: { light: '#5b6472', dark: '#aab4c4' }, groupable: true },
  dilated: { hue: { light: '#8a4b2d', dark: '#d9a07e' }, groupable: true },
  gemm: { hue: { light: '#4b5a70', dark: '#9fb0c8' } },
  col2im: { hue: { light: '#8a3f8f', dark: '#d79be0' }, groupable: true },
})

export type Algorithm = keyof typeof ALGORITHM_TRAITS

/** Their ids. Stable: they appear in exports. */
export const ALGORITHMS = Object.keys(ALGORITHM_TRAITS) as readonly Algorithm[]
