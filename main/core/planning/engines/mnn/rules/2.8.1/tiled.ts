// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { ceilDiv, FLOAT_BYTES, f32, intDiv, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import { type Executor, perThread } from '../executor'
import { type ParallelChoice, ParallelCost } from './parallel-cost'

/** Of the im2col index, per position and kernel tap, beside a pointer: four 32-bit integers. */
const INDEX_BYTES = 16

/**
 * Tiling from 1.1.5 on: 1.1.5: compute/ConvolutionTiledExecutor.cpp; 1.2.0: DenseConvolutionTiledExecutor.cpp. While it
 * is created it takes a float32 copy of the weights from the static pool and gives it back, to 1.1.7 before it asks for
 * the bias (`biasLast`), which may then be cut from it.
 */
export function tiledExecutor(p: ConvProblem, core: MatrixCore, threads: number, biasLast = false): Executor {
  const depth = p.inChannels * p.kernelHeight * p.kernelWidth
  return {
    algorithm: 'tiled',
    className: biasLast ? 'ConvolutionTiledExecutor' : 'DenseConvolutionTiledExecutor',
    create(pool) {
      const bias = () => pool.request(roundUp(p.outChannels, core.pack) * core.elementBytes)
      if (!biasLast) bias()
      pool.request(roundUp(p.outChannels, core.hPack) * roundUp(depth, core.lPack) * core.elementBytes)
      pool.free(pool.request(p.outChannels * depth * FLOAT_BYTES))
      if (biasLast) bias()
    },
    resize(workspace) {
      const tile = roundUp(depth, core.lPack) * core.ePack * core.elementBytes
      const rowsPerTile = ceilDiv(core.ePack, tileWidth(p)) + 1
      const index = (INDEX_BYTES + core.pointerBytes) * p.kernelHeight * p.kernelWidth * rowsPerTile
      // Threads that share out each tile work on one buffer.
      const tiles = ceilDiv(p.outWidth * p.outHeight * p.batch, core.ePack)
      const inUse = () => (tiledCost(p, core, threads).inner ? 1 : Math.min(threads, tiles))
      workspace.free(
        workspace.take('part.im2colTiles.allThreads', threads * tile, () => perThread(inUse(), tile, tile)),
        workspace.take('part.im2colIndex.allThreads', threads * index, () => perThread(inUse(), index, index)),
      )
    },
  }
}

/** A convolution along the height only is run as one along the width. */
function isColumn(p: ConvProblem): boolean {
  return p.inWidth === 1 && p.outWidth === 1 && p.outHeight > 1 && p.kernelWidth === 1 && p.padLeft === 0
}

export function tileWidth(p: ConvProblem): number {
  return isColumn(p) ? p.outHeight : p.outWidth
}

const INDEX_COST = 3000
const INDEX_MEMORY = 40

/** The engine's estimate of running it. 2.8.1: compute/DenseConvolutionTiledExecutor.cpp, bestTileConvolutionConfig. */
export function tiledCost(p: ConvProblem, core: MatrixCore, threads: number): ParallelChoice {
  const { ePack: E, pack: P } = core
  const plane = p.outWidth * p.outHeight * p.batch
  const tiles = ceilDiv(plane, E)
  const rest = plane % E
  const last = rest === 0 ? 1 : f32((4 * rest) / E)
  const tail = rest > 0 && tiles % threads > 1 ? Math.max(1, last) : last
  const outerCalls = f32(tail + intDiv(tiles - 1, threads))
  const innerCalls = f32(last + intDiv(plane - 1, E))

  const depth = p.inChannels * p.kernelHeight * p.kernelWidth
  const inBlocks = ceilDiv(p.inChannels, P)
  const outBlocks = ceilDiv(p.outChannels, P)
  const outPerThread = ceilDiv(outBlocks, threads)
  const taps = ceilDiv(E, tileWidth(p)) * p.kernelHeight * p.kernelWidth

  const cost = new ParallelCost()
  cost.outer(outerCalls * taps * INDEX_COST * P, outerCalls * taps * INDEX_MEMORY)
  cost.outer(0, outerCalls * taps * 2 * E * p.inChannels)
  cost.outer(
    outerCalls * E * 2 * depth * outBlocks * P,
    outerCalls * (2 * E * depth + 2 * outBlocks * P * depth + E * outBlocks * P),
  )
  cost.inner(innerCalls * taps * INDEX_COST * P, innerCalls * taps * INDEX_MEMORY)
  cost.inner(0, innerCalls * (2 * E * P + INDEX_MEMORY * P) * ceilDiv(inBlocks * taps, threads))
  cost.inner(
    innerCalls * E * 2 * depth * outPerThread * P,
    innerCalls * (2 * E * depth + 2 * P * depth + E * P) * outPerThread,
  )
  return cost.choose()
}
