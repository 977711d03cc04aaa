// SPDX-License-Identifier: Apache-2.0

/**
 * How packed weights are kept, by kernels that can keep them so; all others keep float32. Arithmetic is in float32, but for
 * products of bfloat16, whose other factors are rounded to it too.
 */
export const WEIGHT_STORAGES = ['float32', 'float16', 'bfloat16'] as const
export type WeightStorage = (typeof WEIGHT_STORAGES)[number]
