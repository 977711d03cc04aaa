/** Convolution algorithms, over all engine profiles. Stable: they appear in exports. */
export const ALGORITHMS = [
  'tiled',
  'winograd',
  'strassen-1x1',
  'gemm-1x1',
  'depthwise',
  'depthwise-3x3',
  'grouped',
  'streamed',
] as const
export type Algorithm = (typeof ALGORITHMS)[number]
