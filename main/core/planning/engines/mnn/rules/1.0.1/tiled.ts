// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { FLOAT_BYTES, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import type { Executor } from '../executor'
import { cacheBytes } from './kernel-cache'

/** 1.0.1: compute/ConvolutionTiledExecutor.cpp. Channels are padded to 4; images are processed one by one. */
export function tiledExecutor(p: ConvProblem, core: MatrixCore, threads: number): Executor {
  const taps = p.kernelHeight * p.kernelWidth
  const packs = roundUp(p.inChannels, 4)
  return {
    algorithm: 'tiled',
    className: 'ConvolutionTiledExecutor',
    create(pool) {
      pool.request(roundUp(p.outChannels, core.hPack) * packs * taps * FLOAT_BYTES)
      const reordered = pool.heap?.malloc(p.outChannels * p.inChannels * taps * FLOAT_BYTES)
      if (reordered !== undefined) pool.heap?.free(reordered)
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
