// SPDX-License-Identifier: Apache-2.0
/** Operations that read images between their positions. */
export type ResamplingOperation =
  /** x, [scales], [sizes], as inputs or here, over all dims or the axes; a size of 0 keeps the dim */
  | {
      readonly kind: 'Resize'
      readonly mode: 'nearest' | 'linear' | 'cubic'
      readonly coordinates:
        | 'halfPixel'
        | 'pytorchHalfPixel'
        | 'alignCorners'
        | 'asymmetric'
        | 'tfHalfPixel'
        /** Within a region of the input, in shares of its dims: the values of `regionInput`, all begins, then all ends. */
        | 'crop'
      readonly nearest: 'roundPreferFloor' | 'roundPreferCeil' | 'floor' | 'ceil'
      readonly scales?: readonly number[]
      readonly sizes?: readonly number[]
      /** Which input (index) holds scales or sizes, where they are inputs. */
      readonly scalesInput?: number
      readonly sizesInput?: number
      readonly regionInput?: number
      readonly axes?: readonly number[]
      /** How sizes are meant: as they are, or as the most or least that the dims may be at the same proportions. */
      readonly aspect?: 'stretch' | 'notLarger' | 'notSmaller'
      /** -0.75 where it is left out. */
      readonly cubicFactor?: number
      /** Neighbours beyond the edge have no weight. */
      readonly excludeOutside?: boolean
      /** Where it shrinks, the filter widens. */
      readonly antialias?: boolean
      /** Outside the input, where a region reaches there. */
      readonly extrapolation?: number
    }
  /** x [n, c, h, w], regions [r, 4] of (x, y, x, y), images [r]: bins of each region, [r, c, height, width] */
  | {
      readonly kind: 'RoiAlign'
      /** Of a bin the largest sample, else their mean. */
      readonly maximum: boolean
      readonly halfPixel: boolean
      readonly height: number
      readonly width: number
      /** Samples of a bin along each axis; 0: as many as it has pixels. */
      readonly sampling: number
      /** From coordinates of regions to pixels. */
      readonly scale: number
    }
  /** x [n, c, h, w], grid [n, h', w', 2] of (x, y) in [-1, 1]; or volumes [n, c, d, h, w] with (x, y, z) */
  | {
      readonly kind: 'GridSample'
      readonly mode: 'nearest' | 'linear' | 'cubic'
      readonly padding: 'zeros' | 'border' | 'reflection'
      readonly alignCorners: boolean
    }
