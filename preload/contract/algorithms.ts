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

/** An algorithm as sentences name it. */
export interface NamedChoice {
  readonly algorithm: Algorithm
  readonly unit: number | null
  readonly inner: { readonly algorithm: Algorithm; readonly unit: number | null } | null
}
