// SPDX-License-Identifier: Apache-2.0
/** What a scattered element does to the one that is there. */
export type ScatterMode = 'replace' | 'add' | 'mul' | 'min' | 'max'

/** Operations that find elements by their indices, or the indices of elements. */
export type IndexingOperation =
  /** data, indices */
  | { readonly kind: 'Gather'; readonly axis: number }
  /** data, indices: single elements along the axis, the others from where the index is */
  | { readonly kind: 'GatherElements'; readonly axis: number }
  /** data, indices [..., k]: what k coordinates after the batch dims name */
  | { readonly kind: 'GatherNd'; readonly batchDims: number }
  /** data, indices, updates: what the gathers read, written */
  | { readonly kind: 'ScatterElements'; readonly axis: number; readonly mode: ScatterMode }
  | { readonly kind: 'ScatterNd'; readonly mode: ScatterMode }
  /** indices, depth, values [off, on]: a new dim at the axis */
  | { readonly kind: 'OneHot'; readonly axis: number }
  /** x, [k]: the largest or smallest elements in order, and where they are */
  | { readonly kind: 'TopK'; readonly axis: number; readonly largest: boolean; readonly k?: number }
  /** x, truths: slices along the axis for which they hold; those of which nothing is said are left out */
  | { readonly kind: 'Compress'; readonly axis: number }
  /** x: the indices of what is not 0, [rank, n] */
  | { readonly kind: 'NonZero' }
