// SPDX-License-Identifier: Apache-2.0

/** Bytes of memory that one of each takes while it is read; what becomes of it is counted besides (ModelBuilder). */
export const MEMORY = { layer: 400, word: 40, parameter: 150, element: 8 } as const
