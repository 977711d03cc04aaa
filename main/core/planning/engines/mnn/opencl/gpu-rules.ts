// SPDX-License-Identifier: Apache-2.0
import type { GpuStorage, Mode } from '../settings'

/** How a tensor or a weight becomes a buffer. */
export interface BufferSizes {
  /** Channels of what has channels are rounded up to a multiple. */
  readonly channels: 4 | 8
  /** Every tensor of two dims or more has channels, also unpacked ones and weights; else packed tensors alone. */
  readonly allHaveChannels: boolean
  /** Bytes are worked out in single precision. */
  readonly inSinglePrecision: boolean
  /** Whole numbers keep their width; else they are as wide as the others. */
  readonly wholeNumbersKept: boolean
}

/** Which 3×3 layers run Winograd in buffer mode, on all GPUs but Intel’s. */
export type WinogradLimit =
  /** At most 32×32 pixels and 512 channels. */
  | 'smallMaps'
  /** Maps that are narrower than the output has channels. */
  | 'narrowMaps'
  /** The same, and any map from 64 channels on. */
  | 'channels'
  /** The same, and the workspace pair is bounded. */
  | 'budget'

/** How large 1×1 layers run as one product of matrices. */
export interface ProductRules {
  /** Only where rows × columns are at most a hundred times the depth’s square, and rows × depth a hundred times the columns’. */
  readonly evenOnly: boolean
  /** Rearranged input and output are given back before Strassen’s sums are taken, which may then lie in them. */
  readonly givesBackFirst: boolean
}

export interface ConvolutionRules {
  readonly winograd: WinogradLimit
  /**
   * To what Winograd’s products are rounded up: whole packs, tiles of one size, or tiles by the size of the product. With
   * the last, weights of 1×1 layers are too.
   */
  readonly tiles: 'packs' | 'fixed' | 'bySize'
  /** null: no 1×1 layer is one product. */
  readonly products: ProductRules | null
  /** Biases of the other convolutions are rounded up to so many. */
  readonly biasMultiple: 16 | 32
}

/** By how many rows and columns of a product's copies are rounded up, of small products and of large ones. */
export interface ProductCopies {
  readonly multiple: 1 | 4
  readonly large: 4 | 32
}

/** The rules of a release about OpenCL’s memory. */
export interface GpuRules {
  readonly sizes: BufferSizes
  readonly convolutions: ConvolutionRules
  /**
   * Unpacked copies that a raster takes: none; of what it reads and writes, unless it goes by whole packs; or of what it
   * writes, always.
   */
  readonly rasterCopies: Readonly<Record<GpuStorage, 'none' | 'unlessWhole' | 'output'>>
  /** The session’s own pools are emptied before executors are created, not after: blocks of staged weights stay for its first size. */
  readonly keepsStaging: boolean
  /** Softmax and the place of an extreme unpack what is packed first, in buffer mode. */
  readonly unpacksForAxes: boolean
  /** A loop over rows stands for a broadcast; else what is spread is copied to its full size. */
  readonly loops: boolean
  /**
   * What loops copy: nothing; the operands of products, their rows and columns rounded up to a multiple, and the result,
   * which are given back; or all that they touch, for good.
   */
  readonly loopCopies: Readonly<Record<GpuStorage, 'none' | ProductCopies | 'all'>>
  /** What goes in and out without a buffer between, in buffer mode: single numbers, and what is unpacked and as wide outside. */
  readonly copiesDirectly: 'none' | 'singles' | 'alike'
  /** On Intel’s subgroups a layer’s copy of its input has room for the padding of rows. */
  readonly subgroupsPadCopies: boolean
  /** There, sums and functions ask for packs of sixteen of unpacked tensors too. */
  readonly subgroupsPackAll: boolean
  /**
   * Under memory low, weights that the file stores as integers stay so in a build with MNN_LOW_MEMORY; of most releases it
   * was not read how.
   */
  readonly integers: 'expanded' | 'kept' | 'unread'
  /** getSessionInfo(MEMORY) counts all pools; else the static pool of buffers alone. */
  readonly countsAllPools: boolean
  /** What takes two bytes a number instead of four. `hasHalf`: the device computes in half precision. */
  halfOf(
    precision: Mode,
    storage: GpuStorage,
    hasHalf: boolean,
  ): { readonly tensors: boolean; readonly copies: boolean }
}
