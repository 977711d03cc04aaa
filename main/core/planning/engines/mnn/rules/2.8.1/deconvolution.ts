// SPDX-License-Identifier: Apache-2.0
import { FLOAT_BYTES, intDiv, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import { type Deconvolution, depthwiseDeconvolution } from '../deconvolutions'
import type { Executor } from '../executor'
import { multiplyTogether } from './strassen'

/**
 * Transposed convolution in 2.8.1: one matrix product for all kernel taps, whose result is added up
 * into the output. Room for a copy of the output, and factors for it on the heap, are only for integer
 * types but always there.
 * cpu/CPUDeconvolution.cpp. null: for kernels of more than twice the stride the plain backend, with packs of
 * four, has another executor (compute/DeconvolutionWithStride.cpp), which is not modelled.
 */
export function deconvolutionExecutor(p: Deconvolution, core: MatrixCore, threads: number): Executor | null {
  if (p.depthwise) return depthwiseDeconvolution(p, core)
  const { pack, hPack, lPack, elementBytes } = core
  const strided = p.strideHeight > 1 || p.strideWidth > 1
  const isWide = intDiv(p.kernelWidth, p.strideWidth) > 2 || intDiv(p.kernelHeight, p.strideHeight) > 2
  const isPlain = pack === 4 && elementBytes === FLOAT_BYTES
  if (isPlain && strided && !p.dilated && isWide) return null
  const channels = roundUp(p.outChannels, pack)
  const columns = channels * p.kernelHeight * p.kernelWidth
  return {
    algorithm: 'tiled',
    className: 'CPUDeconvolution',
    create(pool) {
      pool.request(channels * elementBytes)
      const weight = roundUp(columns, hPack) * roundUp(p.inChannels, lPack) * elementBytes
      const first = pool.request(weight)
      const cache = pool.request(columns * p.inChannels * elementBytes)
      // It asks for the weights twice.
      pool.free(first)
      pool.request(weight)
      pool.free(cache)
      pool.heap?.malloc(pack * p.outHeight * p.outWidth * p.batch * FLOAT_BYTES)
    },
    resize(workspace) {
      const rows = p.inHeight * p.inWidth * p.batch
      const product = workspace.take('part.tapProducts', columns * rows * elementBytes)
      multiplyTogether({ rows, depth: p.inChannels, channels: columns }, core, threads, workspace)
      const output = p.batch * p.outHeight * p.outWidth * channels * elementBytes
      workspace.free(workspace.take('part.outputCopy', output, () => []))
      workspace.free(product)
    },
  }
}
