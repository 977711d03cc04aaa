// SPDX-License-Identifier: Apache-2.0
/** What a scattered element does to the one that is there. */
export type ScatterMode = 'replace' | 'add' | 'mul' | 'min' | 'max'

/** Operations whose sizes depend on the values of their inputs. */
export type FindingOperation =
  /** x: the indices of what is not 0, [rank, n] */
  | { readonly kind: 'NonZero' }
  /** x: each element once, or each slice along the axis; [where it was first], [which one each was], [how often] */
  | { readonly kind: 'Unique'; readonly axis?: number; readonly sorted: boolean }
  /** boxes [b, n, 4], scores [b, c, n], [most of a class], [IoU], [score]: the best boxes [m, 3]: batch, class, box */
  | {
      readonly kind: 'NonMaxSuppression'
      /** Boxes are x, y, width and height, else two corners y, x. */
      readonly centred: boolean
    }

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
  /** encodings [1, n, 4], scores [1, n, …], anchors [n, 4] → boxes [1, m, 4], classes [1, m], scores [1, m], how many [1] */
  | {
      readonly kind: 'DetectionPostProcess'
      readonly classes: number
      readonly maxDetections: number
      readonly classesPerDetection: number
      readonly detectionsPerClass: number
      readonly scoreThreshold: number
      readonly iouThreshold: number
      /** Of y, x, height and width of the encodings. */
      readonly scales: readonly number[]
      /** Every class by itself, else all by the best class of each box. */
      readonly regular: boolean
    }
  | FindingOperation
