// SPDX-License-Identifier: Apache-2.0
/** What layers are, whichever engine runs them. Stable: they appear in exports. */
export const LAYER_KINDS = [
  /** Over one to three axes, quantised ones too. */
  'convolution',
  'transposed-convolution',
  /** A product with a constant matrix. */
  'fully-connected',
  /** A product of two computed matrices, or of a batch of them. */
  'matmul',
  'recurrent',
  /** Whatever else holds constants or needs a workspace: scalings, normalisations, resizes, … */
  'other',
] as const
export type LayerKind = (typeof LAYER_KINDS)[number]
