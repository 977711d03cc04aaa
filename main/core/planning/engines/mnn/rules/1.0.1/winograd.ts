// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { ceilDiv, FLOAT_BYTES, f32, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import type { Executor } from '../executor'
import { cacheBytes } from './kernel-cache'

/**
 * Gain over direct convolution, with a penalty for large transforms: origin / winograd − 0.12·A²/k².
 * 1.0.1: compute/ConvolutionWinograd.cpp, bestWinogradUnit. Batch is not used.
 */
export function winogradRate(p: ConvProblem, unit: number): number {
  const k = p.kernelHeight
  const { inChannels: ic, outChannels: oc, outWidth: ow, outHeight: oh } = p
  const alpha = unit + k - 1
  const area = alpha * alpha
  const origin = f32(ow * oh * ic * oc * k * k)
  const perTile = f32(2 * area * ic + area * ic * oc + (alpha + unit) * unit * oc)
  const winograd = f32(f32(perTile * ceilDiv(ow, unit)) * ceilDiv(oh, unit))
  return f32(f32(origin / winograd) - f32(f32(f32(0.12) * area) / (k * k)))
}

/** 1.0.1: compute/ConvolutionWinograd.cpp. */
export function winogradExecutor(p: ConvProblem, unit: number, core: MatrixCore, threads: number): Executor {
  const alpha = unit + p.kernelHeight - 1
  const area = alpha * alpha
  const inPacks = ceilDiv(p.inChannels, 4)
  const outPacks = ceilDiv(p.outChannels, 4)
  return {
    algorithm: 'winograd',
    unit,
    className: 'ConvolutionWinograd',
    create(pool) {
      pool.request(outPacks * 4 * FLOAT_BYTES)
      pool.request(area * roundUp(p.outChannels, core.hPack) * p.inChannels * FLOAT_BYTES)
    },
    resize(workspace) {
      const perRow = threads * core.ePack * 4 * FLOAT_BYTES
      const transformed = workspace.take('part.transformedTiles.allThreads', perRow * (inPacks + outPacks) * area)
      const gathered = workspace.take('part.matrixInput.allThreads', perRow * inPacks)
      const intermediate = workspace.take('part.transformScratch.allThreads', threads * 2 * area * 4 * FLOAT_BYTES)
      const cache = cacheBytes(core, p.outChannels)
      const cached = cache > 0 ? [workspace.take('part.kernelCache.allThreads', threads * cache)] : []
      workspace.free(transformed, intermediate, gathered, ...cached)
    },
  }
}
