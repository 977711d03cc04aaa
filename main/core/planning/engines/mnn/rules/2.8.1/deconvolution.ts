// SPDX-License-Identifier: Apache-2.0

import { transposedMacs } from '#core/planning/layers/conv-problem'
import { FLOAT_BYTES, intDiv, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import type { EagerPool } from '../../pools/eager-pool'
import { type Deconvolution, depthwiseDeconvolution } from '../deconvolutions'
import type { Executor } from '../executor'
import { multiplyTogether } from './strassen'

/**
 * Transposed convolution to 3.0.1: one matrix product for all kernel taps, whose result is added up into the output.
 * 2.4.3 to 2.9.6 have room for a copy of the output (`copiesOutput`), and factors for it on the heap, which are only
 * for integer types but always there. cpu/CPUDeconvolution.cpp. null: for kernels of more than twice the stride the
 * plain backend, with packs of four, has another executor (compute/DeconvolutionWithStride.cpp), which is not modelled.
 */
export function deconvolutionExecutor(
  p: Deconvolution,
  core: MatrixCore,
  threads: number,
  copiesOutput: boolean,
): Executor | null {
  if (p.depthwise) return depthwiseDeconvolution(p, core)
  const { pack, elementBytes } = core
  const strided = p.strideHeight > 1 || p.strideWidth > 1
  const isWide = intDiv(p.kernelWidth, p.strideWidth) > 2 || intDiv(p.kernelHeight, p.strideHeight) > 2
  const isPlain = pack === 4 && elementBytes === FLOAT_BYTES
  const dilated = p.dilationHeight > 1 || p.dilationWidth > 1
  if (isPlain && strided && !dilated && isWide) return null
  const channels = roundUp(p.outChannels, pack)
  const columns = channels * p.kernelHeight * p.kernelWidth
  return {
    algorithm: 'col2im',
    className: 'CPUDeconvolution',
    operations: () => 2 * transposedMacs(p),
    create(pool) {
      createByWayOfScratch(p, core, pool)
      if (copiesOutput) pool.heap?.malloc(pack * p.outHeight * p.outWidth * p.batch * FLOAT_BYTES)
    },
    resize(workspace) {
      const rows = p.inHeight * p.inWidth * p.batch
      const product = workspace.take('part.tapProducts', columns * rows * elementBytes)
      multiplyTogether({ rows, depth: p.inChannels, channels: columns }, core, threads, workspace)
      const output = p.batch * p.outHeight * p.outWidth * channels * elementBytes
      if (copiesOutput) workspace.free(workspace.take('part.outputCopy', output, () => []))
      workspace.free(product)
    },
  }
}

/** To 3.0.4 weights are put in order in scratch of the static pool; it is asked for them twice. */
export function createByWayOfScratch(p: Deconvolution, core: MatrixCore, pool: EagerPool): void {
  const { pack, hPack, lPack, elementBytes } = core
  const channels = roundUp(p.outChannels, pack)
  const columns = channels * p.kernelHeight * p.kernelWidth
  pool.request(channels * elementBytes)
  const weight = roundUp(columns, hPack) * roundUp(p.inChannels, lPack) * elementBytes
  const first = pool.request(weight)
  const cache = pool.request(columns * p.inChannels * elementBytes)
  pool.free(first)
  pool.request(weight)
  pool.free(cache)
}
