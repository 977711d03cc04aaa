// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { ceilDiv } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import { type Executor, perThread } from '../executor'
import type { LayerSettings } from '../selection'

/** Output positions that a sparse kernel call works on. cpu/x86_x64, cpu/arm: MNNGetSparseMatMulPackMode. */
const POSITIONS: Readonly<Partial<Record<InstructionSet, number>>> = {
  avx2: 24,
  avx512: 48,
  arm64: 16,
  'arm64-fp16': 16,
  arm32: 8,
}
/** Of the im2col index, per position and kernel tap, beside a pointer: four 32-bit integers. */
const INDEX_BYTES = 16
/** A count for each output channel, and where the input of each weight lies. */
const MAP_BYTES = 4

/**
 * The executor for weights of which the file stores only those that are not zero; null where
 * the engine expands them. It looks at them before anything else, the memory mode included. The file is taken
 * to be sparse in single weights, as the converter makes it, not in blocks of channels.
 * 2.8.1|3.6.1: compute/ConvolutionFloatFactory.cpp, SparseConvolutionTiledExecutor.cpp.
 */
export function sparseExecutor(
  { problem: p, storedWeights }: Omit<ConvLayer, 'node'>,
  { core, isa, threads }: LayerSettings,
): Executor | null {
  const positions = POSITIONS[isa]
  const isDense = storedWeights === undefined || p.depthwise || p.group > 1
  return isDense || positions === undefined || core.elementBytes < 4
    ? null
    : executor(p, core, threads, positions, storedWeights)
}

function executor(p: ConvProblem, core: MatrixCore, threads: number, positions: number, stored: number): Executor {
  const taps = p.kernelHeight * p.kernelWidth
  const plane = p.outWidth * p.outHeight * p.batch
  return {
    algorithm: 'tiled',
    className: 'SparseConvolutionTiledExecutor',
    create(pool) {
      pool.request(ceilDiv(p.outChannels, core.pack) * core.pack * core.elementBytes)
      // One more of each, should there be none.
      pool.request((stored + 1) * core.elementBytes)
      pool.request(p.outChannels * MAP_BYTES)
      pool.request((stored + 1) * MAP_BYTES)
    },
    resize(workspace) {
      const tile = p.inChannels * taps * positions * core.elementBytes
      const index = (INDEX_BYTES + core.pointerBytes) * taps * (ceilDiv(positions, p.outWidth) + 1)
      const inUse = Math.min(threads, ceilDiv(plane, positions))
      workspace.free(
        workspace.take('part.im2colTiles.allThreads', threads * tile, () => perThread(inUse, tile, tile)),
        workspace.take('part.im2colIndex.allThreads', threads * index, () => perThread(inUse, index, index)),
      )
    },
    operations: () => 2 * stored * plane,
  }
}
