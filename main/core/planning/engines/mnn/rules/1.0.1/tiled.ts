// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { FLOAT_BYTES, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import type { Executor } from '../executor'
import { cacheBytes } from './kernel-cache'

/**
 * Tiling to 1.1.4: channels are padded to 4, images are processed one by one. The weights in another order, from which
 * they are packed, lie on the heap in 1.0.1, in the static pool from 1.0.2 on, where the bias may then be cut from them.
 * 1.0.1|1.0.2: compute/ConvolutionTiledExecutor.cpp.
 */
export function tiledExecutor(
  p: ConvProblem,
  core: MatrixCore,
  threads: number,
  scratch: 'heap' | 'staticPool' = 'heap',
): Executor {
  const taps = p.kernelHeight * p.kernelWidth
  const packs = roundUp(p.inChannels, 4)
  return {
    algorithm: 'tiled',
    className: 'ConvolutionTiledExecutor',
    create(pool) {
      pool.request(roundUp(p.outChannels, core.hPack) * packs * taps * FLOAT_BYTES)
      const reorderedBytes = p.outChannels * p.inChannels * taps * FLOAT_BYTES
      const reordered = scratch === 'heap' ? pool.heap?.malloc(reorderedBytes) : undefined
      if (reordered !== undefined) pool.heap?.free(reordered)
      if (scratch === 'staticPool') pool.free(pool.request(reorderedBytes))
      pool.request(roundUp(p.outChannels, 4) * FLOAT_BYTES)
    },
    resize(workspace) {
      const rows = threads * core.ePack * taps * FLOAT_BYTES
      const columns = workspace.take('part.im2colTiles.allThreads', rows * packs)
      const transposed = workspace.take('part.transposedTiles.allThreads', rows * p.inChannels)
      const cache = cacheBytes(core, p.outChannels)
      if (cache > 0) workspace.free(workspace.take('part.kernelCache.allThreads', threads * cache))
      workspace.free(columns, transposed)
    },
  }
}
