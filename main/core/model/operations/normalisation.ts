// SPDX-License-Identifier: Apache-2.0
/** Operations that scale values, by constants or by their own spread. */
export type NormalisationOperation =
  /** x, scale, bias, mean, variance */
  | { readonly kind: 'BatchNorm'; readonly epsilon: number }
  /** x, scale [c], [bias [c]]: per channel (dim 1) */
  | { readonly kind: 'Scale' }
  /**
   * x, [gamma], [beta]: over the dims from `axis` on; may also give the mean and 1 / deviation of each row. Not centred:
   * the mean is taken to be 0 (RMS norm).
   */
  | { readonly kind: 'LayerNorm'; readonly axis: number; readonly epsilon: number; readonly centred?: false }
  /** x, scale, bias: every channel of every image by itself */
  | { readonly kind: 'InstanceNorm'; readonly epsilon: number }
  /** x: across channels (dim 1); alpha is divided by size */
  | {
      readonly kind: 'LRN'
      readonly size: number
      readonly alpha: number
      readonly beta: number
      readonly bias: number
    }
  /** x. coerced: ONNX below opset 13, the tensor is seen as 2-D split at `axis` */
  | { readonly kind: 'Softmax'; readonly axis: number; readonly coerced: boolean; readonly log: boolean }
