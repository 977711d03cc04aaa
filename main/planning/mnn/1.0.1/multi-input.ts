import type { ConvProblem } from '../../conv-problem'
import { FLOAT_BYTES, roundUp } from '../arithmetic'
import type { MatrixCore } from '../core'
import type { Executor } from '../executor'
import { tiledExecutor } from './tiled'

/**
 * A convolution whose weight is an input. 1.0.1: compute/ConvolutionTiledExecutor.cpp and
 * CPUConvolutionDepthwise.cpp. Nothing is held: the weight is packed into the workspace, and so is
 * the bias unless one of a whole number of packs is given.
 */
export function multiInputExecutor(
  p: ConvProblem,
  biasElements: number | null,
  core: MatrixCore,
  threads: number,
): Executor {
  const taps = p.kernelHeight * p.kernelWidth
  const packedBytes = p.depthwise
    ? roundUp(p.outChannels, 4) * taps * FLOAT_BYTES
    : roundUp(p.outChannels, core.hPack) * p.inChannels * taps * FLOAT_BYTES
  const ownBias = biasElements === null || biasElements % 4 !== 0
  return {
    algorithm: p.depthwise ? 'depthwise' : 'tiled',
    unit: null,
    className: p.depthwise ? 'CPUConvolutionDepthwise' : 'ConvolutionTiledExecutorMultiInput',
    inner: null,
    create() {},
    resize(workspace) {
      const packed = workspace.take('packed weight', packedBytes)
      const bias = ownBias ? [workspace.take('bias', roundUp(p.outChannels, 4) * FLOAT_BYTES)] : []
      if (!p.depthwise) tiledExecutor(p, core, threads).resize(workspace)
      workspace.free(packed, ...bias)
    },
  }
}
