// SPDX-License-Identifier: Apache-2.0

/** How packed weights are kept, by kernels that can keep them so; all others keep float32. Arithmetic is in float32. */
export type WeightStorage = 'float32' | 'float16'
