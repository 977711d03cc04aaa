// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'

/** Packing constants of one instruction set's matrix kernel. */
export interface MatrixCore {
  /** Channels per block of an NC4HW4 tensor. */
  readonly pack: number
  /** Rows (output positions) that one kernel call works on: ePack. */
  readonly ePack: number
  /** Depth granularity: lPack. */
  readonly lPack: number
  /** Output channels that one kernel call works on: hPack. */
  readonly hPack: number
  /** Of a number as the kernels compute with it: 4, or 2 in half precision. */
  readonly elementBytes: 2 | 4
  /** Of an address: 8, or 4 on 32-bit processors. */
  readonly pointerBytes: 4 | 8
  /** Strassen's recursion must save this many times what it moves. */
  readonly strassenPenalty: number
  /** Edges of transformed Winograd tiles that are used, in increasing order. */
  readonly tileEdges: readonly number[]
}

export type Cores = Readonly<Partial<Record<InstructionSet, MatrixCore>>>

/** Edges for which MNN has transforms. compute/WinogradOptFunction.cpp. */
const TILE_EDGES = [4, 6, 8] as const

export function float32(pack: number, ePack: number, hPack: number): MatrixCore {
  return {
    pack,
    ePack,
    lPack: 1,
    hPack,
    elementBytes: 4,
    pointerBytes: 8,
    strassenPenalty: 1.5,
    tileEdges: TILE_EDGES,
  }
}

export const ARM64 = float32(4, 12, 8)
export const ARM32: MatrixCore = { ...float32(4, 12, 4), pointerBytes: 4 }
