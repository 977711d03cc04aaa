// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { ceilDiv, roundUp } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import { packWinogradExecutor } from '../2.8.1/pack-winograd'
import type { Executor } from '../executor'

/**
 * Winograd from 1.1.5 to 1.2.2: weights are transformed on the heap as later, but input and product are not yet
 * gathered by whole rows of tiles. 1.1.5: compute/ConvolutionWinograd.cpp.
 */
export function winogradExecutor(p: ConvProblem, unit: number, core: MatrixCore, threads: number): Executor {
  const { pack, ePack, lPack, elementBytes } = core
  const area = (unit + p.kernelHeight - 1) ** 2
  const blocks = ceilDiv(p.inChannels, pack) + ceilDiv(p.outChannels, pack)
  return {
    ...packWinogradExecutor(p, unit, core, threads),
    className: 'ConvolutionWinograd',
    resize(workspace) {
      const perThread = threads * elementBytes
      const transformed = workspace.take('part.transformedTiles.allThreads', perThread * ePack * blocks * pack * area)
      const gathered = workspace.take('part.matrixInput.allThreads', perThread * ePack * roundUp(p.inChannels, lPack))
      const intermediate = workspace.take('part.transformScratch.allThreads', perThread * 2 * area * pack)
      workspace.free(transformed, intermediate, gathered)
    },
  }
}
