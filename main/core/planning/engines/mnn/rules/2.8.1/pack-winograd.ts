// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { ceilDiv, FLOAT_BYTES, f32, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import { ALLOCATION_PADDING } from '../../heap/allocation'
import { type Executor, type Part, perThread } from '../executor'

/** Gain over direct convolution. 2.2.2: compute/ConvolutionPackWinograd.cpp, bestWinogradUnit. Batch is not used. */
export function winogradRate(p: ConvProblem, unit: number): number {
  return gain(p, unit, 2 * (unit + p.kernelHeight - 1))
}

/**
 * Gain over direct convolution, its transforms taken to have fewer operations. 1.2.6:
 * compute/ConvolutionWinograd.cpp, bestWinogradUnit.
 */
export function winogradRate126(p: ConvProblem, unit: number): number {
  return gain(p, unit, 2 * (unit + p.kernelHeight - 1) - 6)
}

/** `perElement`: operations that a transform is taken to have for each element and row. */
function gain(p: ConvProblem, unit: number, perElement: number): number {
  const k = p.kernelHeight
  const { inChannels: ic, outChannels: oc, outWidth: ow, outHeight: oh } = p
  const alpha = unit + k - 1
  const origin = f32(ow * oh * 2 * ic * oc * k * k)
  const perTile = f32(perElement * alpha ** 2 * ic + 2 * alpha ** 2 * ic * oc + (alpha + unit) * unit * perElement * oc)
  return f32(origin / f32(f32(perTile * ceilDiv(ow, unit)) * ceilDiv(oh, unit)))
}

/**
 * Winograd on packed channels: every core but AVX-512. 1.2.3: compute/ConvolutionWinograd.cpp; 1.2.8:
 * ConvolutionPackWinograd.cpp.
 */
export function packWinogradExecutor(p: ConvProblem, unit: number, core: MatrixCore, threads: number): Executor {
  const { pack, ePack, lPack, hPack, elementBytes } = core
  const alpha = unit + p.kernelHeight - 1
  const area = alpha * alpha
  const inBlocks = ceilDiv(p.inChannels, pack)
  const outBlocks = ceilDiv(p.outChannels, pack)
  return {
    algorithm: 'winograd',
    unit,
    className: 'ConvolutionPackWinograd',
    create(pool) {
      pool.request(outBlocks * pack * elementBytes)
      const packed = area * roundUp(p.outChannels, hPack) * roundUp(p.inChannels, lPack)
      const transformed = pool.heap?.malloc(packed * FLOAT_BYTES + ALLOCATION_PADDING)
      pool.request(packed * elementBytes)
      if (transformed !== undefined) pool.heap?.free(transformed)
    },
    resize(workspace) {
      const blockBytes = pack * elementBytes
      const source = ePack * inBlocks * area * blockBytes
      const transformedBytes = ePack * (inBlocks + outBlocks) * area * blockBytes
      const gatheredBytes = alpha * ePack * inBlocks * blockBytes
      const intermediateBytes = (1 + inBlocks * ePack) * area * blockBytes
      // Full tiles are transformed in the scratch, so that the first part of their own buffer stays untouched.
      const tiles = ceilDiv(p.outWidth, unit) * ceilDiv(p.outHeight, unit) * p.batch
      const rest = tiles % ePack
      const full = Math.min(threads, Math.floor(tiles / ePack))
      const last = Math.floor(tiles / ePack) % threads
      const parts = (stride: number, ofFull: number, ofRest: number, start = 0): Part[] => [
        ...perThread(full, stride, ofFull, start),
        ...(rest > 0 ? [{ offset: last * stride, bytes: ofRest }] : []),
      ]
      const transformed = workspace.take('part.transformedTiles.allThreads', threads * transformedBytes, () =>
        parts(transformedBytes, transformedBytes - source, (transformedBytes * rest) / ePack, source),
      )
      const gathered = workspace.take('part.matrixInput.allThreads', threads * gatheredBytes, () =>
        parts(gatheredBytes, gatheredBytes, gatheredBytes / alpha),
      )
      const intermediate = workspace.take('part.transformScratch.allThreads', threads * intermediateBytes, () =>
        parts(intermediateBytes, intermediateBytes, 2 * area * blockBytes),
      )
      workspace.free(transformed, intermediate, gathered)
    },
  }
}
