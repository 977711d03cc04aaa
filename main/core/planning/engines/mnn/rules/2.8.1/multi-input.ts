// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import type { Executor } from '../executor'
import { tiledExecutor } from './tiled'

/**
 * A convolution whose weight is an input. Nothing is held: the weight is packed into the workspace by
 * way of an unpacked copy, and so is the bias unless one of a whole number of packs is given. 2.8.1:
 * compute/DenseConvolutionTiledExecutor.cpp; read from source, not measured.
 */
export function multiInputExecutor(
  p: ConvProblem,
  biasElements: number | null,
  core: MatrixCore,
  threads: number,
): Executor {
  const { pack, lPack, hPack, elementBytes } = core
  const depth = p.inChannels * p.kernelHeight * p.kernelWidth
  const ownBias = biasElements === null || biasElements % pack !== 0
  return {
    algorithm: 'tiled',
    className: 'ConvolutionTiledExecutorMultiInput',
    create() {},
    resize(workspace) {
      const packedBytes = roundUp(p.outChannels, hPack) * roundUp(depth, lPack) * elementBytes
      const packed = workspace.take('part.packedWeight', packedBytes)
      const unpacked = workspace.take('part.unpackedWeight', p.outChannels * depth * elementBytes)
      const bias = ownBias ? [workspace.take('part.bias', roundUp(p.outChannels, pack) * elementBytes)] : []
      workspace.free(unpacked)
      tiledExecutor(p, core, threads).resize(workspace)
      workspace.free(packed, ...bias)
    },
  }
}
