// SPDX-License-Identifier: Apache-2.0

import { transposedMacs } from '#core/planning/layers/conv-problem'
import { ceilDiv, FLOAT_BYTES, roundUp } from '../../arithmetic'
import { ALLOCATION_PADDING } from '../../heap/allocation'
import { createByWayOfScratch } from '../2.8.1/deconvolution'
import type { Deconvolution } from '../deconvolutions'
import type { Executor } from '../executor'
import type { LayerSettings } from '../selection'

/** So many threads at most, but under Memory_High, as each has a copy of the output. */
const MOST_THREADS = 4

/** What changed from 3.0.2 to 3.0.5. */
interface Variant {
  readonly limitsThreads: boolean
  /** Where weights are put in order. */
  readonly scratch: 'staticPool' | 'heap'
}

/**
 * Transposed convolution from 3.0.2 on: tiles of input positions are multiplied and added up into the
 * output; every thread but the first has an output of its own. cpu/CPUDeconvolution.cpp.
 */
export function deconvolutionExecutor(
  p: Deconvolution,
  { core, threads, memory }: LayerSettings,
  { limitsThreads, scratch }: Variant,
): Executor {
  const { pack, hPack, lPack, ePack, elementBytes } = core
  const channels = roundUp(p.outChannels, pack)
  const columns = channels * p.kernelHeight * p.kernelWidth
  return {
    algorithm: 'col2im',
    className: 'CPUDeconvolution',
    operations: () => 2 * transposedMacs(p),
    create(pool) {
      if (scratch === 'staticPool') {
        createByWayOfScratch(p, core, pool)
        return
      }
      pool.request(roundUp(columns, hPack) * roundUp(p.inChannels, lPack) * elementBytes)
      pool.request(channels * elementBytes)
      const cache = pool.heap?.malloc(columns * p.inChannels * FLOAT_BYTES + ALLOCATION_PADDING)
      if (cache !== undefined) pool.heap?.free(cache)
    },
    resize(workspace) {
      const tiles = ceilDiv(p.inHeight * p.inWidth * p.batch, ePack)
      const wanted = Math.min(tiles, threads)
      const inUse = memory === 'high' || !limitsThreads ? wanted : Math.min(wanted, MOST_THREADS)
      const output = p.batch * p.outHeight * p.outWidth * channels * elementBytes
      workspace.free(
        workspace.take('part.matrixInput.allThreads', inUse * roundUp(p.inChannels, lPack) * ePack * elementBytes),
        workspace.take('part.products.allThreads', inUse * columns * ePack * elementBytes),
        ...(inUse > 1 ? [workspace.take('part.otherOutputs', (inUse - 1) * output)] : []),
      )
    },
  }
}
