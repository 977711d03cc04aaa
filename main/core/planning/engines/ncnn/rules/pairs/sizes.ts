// SPDX-License-Identifier: Apache-2.0
import { table } from '#core/model/words'

/** Blocks that a matrix product of one pair of packs is cut into. */
export interface PairBlocks {
  /** Rows of packed weights as they lie in one block: a block of less takes as much. */
  readonly rows: number
  /** Blocks of input channels, largest first, where they are not the packs. */
  readonly inputs?: readonly number[]
  /** Blocks of output channels, largest first. */
  readonly outputs: readonly number[]
  /** Blocks of positions, largest first. */
  readonly positions: readonly number[]
  /** The same of Winograd, where they are others. */
  readonly winogradPositions?: readonly number[]
}

const ALL = [12, 8, 4, 2, 1]

/** By "input pack,output pack". 20220729:x86/convolution_sgemm*.h, convolution_winograd_dot*.h. */
const BLOCKS = table<PairBlocks>({
  '16,16': { rows: 16, outputs: [16], positions: ALL },
  '16,8': { rows: 16, outputs: [16, 8], positions: [8, 4, 1] },
  '16,4': { rows: 16, outputs: [16, 8, 4], positions: [8, 4, 1] },
  '16,1': { rows: 8, outputs: [8, 1], positions: [16, 8, 1] },
  '8,16': { rows: 16, outputs: [16], positions: [8, 1] },
  '8,8': { rows: 8, outputs: [8], positions: ALL },
  '8,4': { rows: 8, outputs: [8, 4], positions: [8, 4, 1] },
  '8,1': { rows: 8, outputs: [8, 1], positions: [8, 1] },
  '4,16': { rows: 16, outputs: [16], positions: [16, 1] },
  '4,8': { rows: 8, outputs: [8], positions: [8, 1] },
  '4,4': { rows: 4, outputs: [4], positions: ALL },
  '4,1': { rows: 4, outputs: [4, 1], positions: [12, 8, 4, 1], winogradPositions: [8, 4, 1] },
  '1,16': { rows: 16, outputs: [16], positions: [8, 4, 1] },
  '1,8': { rows: 8, outputs: [8], positions: [8, 4, 1] },
  '1,4': { rows: 4, outputs: [4], positions: [8, 4, 1] },
  '1,1': { rows: 8, outputs: [8, 4, 1], positions: [8, 4, 1] },
})
const EIGHTS = [8, 4, 1]

/**
 * ARM64's in float32. 20220729:arm/convolution_sgemm*.h, convolution_3x3*.h, convolution_winograd_dot_pack4.h; the same since
 * 20210720.
 */
export const ARM_FLOAT_BLOCKS = table<PairBlocks>({
  '4,4': { rows: 8, outputs: [8, 4], positions: ALL },
  '4,1': { rows: 8, outputs: [8, 4, 1], positions: [12, 8, 4, 1] },
  '1,4': { rows: 8, outputs: [8, 4], positions: EIGHTS },
  '1,1': { rows: 8, inputs: [4, 1], outputs: [8, 4, 1], positions: EIGHTS },
})

/** In bfloat16. 20220729:arm/convolution_sgemm*_bf16s.h. */
export const ARM_BF16_BLOCKS = table<PairBlocks>({
  ...ARM_FLOAT_BLOCKS,
  '1,1': { rows: 8, outputs: [8, 4, 1], positions: EIGHTS },
})

/** In half precision. 20220729:arm/convolution_sgemm*_fp16s.h, convolution_3x3*_fp16s.h. */
export const ARM_HALF_BLOCKS = table<PairBlocks>({
  '8,8': { rows: 8, outputs: [8], positions: ALL },
  '8,4': { rows: 8, outputs: [8, 4], positions: EIGHTS },
  '8,1': { rows: 8, outputs: [8, 1], positions: EIGHTS },
  '4,8': { rows: 8, outputs: [8], positions: [8, 1] },
  '4,4': { rows: 8, outputs: [8, 4], positions: EIGHTS },
  '1,4': { rows: 8, outputs: [8, 4], positions: EIGHTS },
  '1,1': { rows: 8, outputs: [8, 1], positions: [8, 1] },
})

/** Where nothing is packed, SSE2 takes four positions at a time. 20220729:x86/convolution_sgemm.h. */
const SSE_PLAIN: PairBlocks = { rows: 8, outputs: [8, 4, 1], positions: [4, 1] }

export function pairBlocks(inPack: number, outPack: number, vector: number): PairBlocks {
  const blocks = vector === 4 && inPack === 1 && outPack === 1 ? SSE_PLAIN : BLOCKS[`${inPack},${outPack}`]
  if (blocks === undefined) throw new Error(`no kernels from packs of ${inPack} to ${outPack}`)
  return blocks
}
