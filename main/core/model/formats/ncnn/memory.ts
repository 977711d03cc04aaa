// SPDX-License-Identifier: Apache-2.0

/** Bytes of memory that one of each takes while it is read; what becomes of it is counted besides (ModelBuilder). */
export const MEMORY = { layer: 520, word: 52, parameter: 200, element: 11 } as const
