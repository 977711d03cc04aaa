// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { FLOAT_BYTES, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import type { Executor } from '../executor'
import { tiledExecutor } from './tiled'

/**
 * A convolution whose weight is an input. Nothing is held: the weight is packed into the workspace,
 * and so is the bias unless one of a whole number of packs is given. 1.0.1|1.0.2:
 * compute/ConvolutionTiledExecutor.cpp; read from source, not measured. `keepsCopy`: 1.0.2 packs by way of an unpacked
 * copy that it does not give back before it is done.
 */
export function multiInputExecutor(
  p: ConvProblem,
  biasElements: number | null,
  core: MatrixCore,
  threads: number,
  keepsCopy = false,
): Executor {
  const depth = p.inChannels * p.kernelHeight * p.kernelWidth
  const ownBias = biasElements === null || biasElements % 4 !== 0
  return {
    algorithm: 'tiled',
    className: 'ConvolutionTiledExecutorMultiInput',
    create() {},
    resize(workspace) {
      const packed = workspace.take('part.packedWeight', roundUp(p.outChannels, core.hPack) * depth * FLOAT_BYTES)
      if (keepsCopy) workspace.take('part.unpackedWeight', p.outChannels * depth * FLOAT_BYTES)
      const bias = ownBias ? [workspace.take('part.bias', roundUp(p.outChannels, 4) * FLOAT_BYTES)] : []
      tiledExecutor(p, core, threads).resize(workspace)
      workspace.free(packed, ...bias)
    },
  }
}
