import type { None } from './parameters'

/** Why the engine cannot execute a node: clauses. The engine gives those of shapes (native/engine/ops). */
export interface UnrunnableParameters {
  'unrunnable.unknownOutput': None
  'unrunnable.missingInput': None
  'unrunnable.noKernel': None
  'unrunnable.imageRank': None
  'unrunnable.computedParameters': None
  'unrunnable.pooling': { readonly axes: number; readonly rank: number }
  'unrunnable.convolution': { readonly axes: number; readonly rank: number }
  'unrunnable.transposed': { readonly axes: number; readonly rank: number }
  'unrunnable.poolRank': { readonly rank: number }
  'unrunnable.resizeRank': { readonly rank: number }
  'unrunnable.resizeChannels': None
  'unrunnable.samplingRank': { readonly rank: number }
  'unrunnable.indicesRank': { readonly rank: number }
  /** Elements of a dim. */
  'unrunnable.tooLong': { readonly most: number }
  'unrunnable.manyProducts': { readonly most: number }
  /** What the engine says of shapes and parameters that its kernels for the operation do not take; English. */
  'unrunnable.detail': { readonly detail: string }
}
