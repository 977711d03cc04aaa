// SPDX-License-Identifier: Apache-2.0
import { FLOAT_BYTES, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'

/**
 * Packs of output channels that fill whole kernel blocks: the granularity at which releases before 1.2.0 split
 * output channels. 3 on x86 (12 channels are two blocks of 6), 2 on ARM64.
 * 1.0.1: compute/Convolution1x1Strassen.cpp, StrassenMatmulComputor.cpp.
 */
export function packsPerBlock(core: MatrixCore): number {
  const rest = core.hPack % core.pack
  if (rest === 0) return core.hPack / core.pack
  return 4 % rest === 0 ? core.hPack / rest : core.hPack
}

/**
 * One thread's cache for kernels whose block of output channels is not a multiple of 4 (x86: 6);
 * 0 elsewhere.
 */
export function cacheBytes(core: MatrixCore, outChannels: number): number {
  if (core.hPack % 4 === 0) return 0
  return (4 * packsPerBlock(core) * core.ePack + roundUp(outChannels, 4) * core.ePack) * FLOAT_BYTES
}
