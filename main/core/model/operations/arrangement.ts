// SPDX-License-Identifier: Apache-2.0
/** reflect leaves out the edge element, symmetric repeats it, wrap goes on from the other end. */
export type PadMode = 'constant' | 'reflect' | 'edge' | 'symmetric' | 'wrap'

/** Operations that keep the values and change where they stand. */
export type ArrangementOperation =
  | { readonly kind: 'Identity' }
  | { readonly kind: 'Concat'; readonly axis: number }
  /**
   * x, [sizes]; a size of -1 takes what is left, several share it, the last of them the most; without sizes all outputs
   * are equal (the last may be smaller)
   */
  | { readonly kind: 'Split'; readonly axis: number; readonly sizes?: readonly number[] }
  /** tensors of equal shape: new dim at axis */
  | { readonly kind: 'Stack'; readonly axis: number }
  /** x, [starts], [ends], [axes], [steps]; sizesAsEnds: the third input holds sizes, -1 = to the end (MNN SliceTf) */
  | {
      readonly kind: 'Slice'
      readonly starts?: readonly number[]
      readonly ends?: readonly number[]
      readonly axes?: readonly number[]
      readonly sizesAsEnds: boolean
      /** MNN StridedSlice: bit i ignores begin / end i, or drops axis i. */
      readonly masks?: { readonly begin: number; readonly end: number; readonly shrink: number }
    }
  /** x, [shape]; 0 copies (unless allowZero), -1 infers */
  | { readonly kind: 'Reshape'; readonly shape?: readonly number[]; readonly allowZero: boolean }
  | { readonly kind: 'Flatten'; readonly axis: number }
  | { readonly kind: 'Squeeze'; readonly axes?: readonly number[] }
  | { readonly kind: 'Unsqueeze'; readonly axes?: readonly number[] }
  /**
   * x, reference: ones after the dims of x, so that they begin at an axis of the reference when broadcast. `orLast`: where
   * the last of them does not fit there, it stays the last.
   */
  | { readonly kind: 'AlignTo'; readonly axis: number; readonly orLast?: boolean }
  /** absent permutation: reverse, unless `move` says (for any rank) dim 1 to the end, or the last dim to 1 */
  | {
      readonly kind: 'Transpose'
      readonly permutation?: readonly number[]
      readonly move?: 'channelsLast' | 'channelsFirst'
    }
  | { readonly kind: 'DepthToSpace'; readonly blockSize: number; readonly mode: 'DCR' | 'CRD' }
  | { readonly kind: 'SpaceToDepth'; readonly blockSize: number }
  /** x, shape */
  | { readonly kind: 'Expand' }
  /** x, repeats */
  | { readonly kind: 'Tile' }
  /** x, [pads: all begins, all ends, of all dims or of the axes], [value], [axes] */
  | {
      readonly kind: 'Pad'
      readonly mode: PadMode
      readonly pads?: readonly number[]
      readonly value: number
      readonly pairs: boolean
    }
  /** x, lengths: the beginning of every row turned round */
  | { readonly kind: 'ReverseSequence'; readonly batchAxis: number; readonly timeAxis: number }
  /** x, [diagonal]: upper or lower triangle of the last two dims, else 0 */
  | { readonly kind: 'Trilu'; readonly upper: boolean }
