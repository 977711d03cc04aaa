// SPDX-License-Identifier: Apache-2.0
/** Asked of the C library beyond each block, to align it at 64 bytes. All versions: source/core/MNNMemoryUtils.cpp. */
export const ALLOCATION_PADDING = 72
