// SPDX-License-Identifier: Apache-2.0

/** Bytes of memory that one of each takes in the end, with what becomes of it: measured with files of nothing else. */
export const MEMORY = { layer: 700, word: 60, parameter: 250, element: 8 } as const
