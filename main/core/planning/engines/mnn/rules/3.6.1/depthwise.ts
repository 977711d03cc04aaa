// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { ceilDiv } from '../../arithmetic'
import { depthwiseExecutor } from '../depthwise'
import type { Executor } from '../executor'
import type { LayerSettings } from '../selection'
import { bySpeed } from '../shares'

/**
 * Workers copy the plane that they work on between zeros. `onlyBusy`: there are planes only for threads that get
 * channels. A tensor of one column is worked on as one row, but its paddings are not turned with it. 2.9.6|3.0.0:
 * cpu/CPUConvolutionDepthwise.cpp.
 */
export function paddedDepthwiseExecutor(
  p: ConvProblem,
  { core, threads, clusters }: LayerSettings,
  onlyBusy: boolean,
): Executor {
  return {
    ...depthwiseExecutor(p, core),
    resize(workspace) {
      const planes = p.batch * ceilDiv(p.outChannels, core.pack)
      const workers = onlyBusy ? Math.max(1, bySpeed(planes, { threads, clusters }).length) : threads
      const bytes = workers * paddedArea(p) * core.pack * core.elementBytes
      workspace.free(workspace.take('part.paddedPlanes.allThreads', bytes))
    },
  }
}

function paddedArea(p: ConvProblem): number {
  const { inHeight, inWidth } = p
  const rows = padding(inHeight, p.padTop, p.outHeight, p.strideHeight, p.kernelHeight, p.dilationHeight)
  const columns = padding(inWidth, p.padLeft, p.outWidth, p.strideWidth, p.kernelWidth, p.dilationWidth)
  const isColumn = inWidth === 1 && p.outWidth === 1 && p.outHeight > 1 && p.kernelWidth === 1
  return isColumn ? (inHeight + columns) * (inWidth + rows) : (inHeight + rows) * (inWidth + columns)
}

/** On both sides. */
function padding(
  length: number,
  before: number,
  outputs: number,
  stride: number,
  kernel: number,
  dilation: number,
): number {
  const read = (outputs - 1) * stride + (kernel - 1) * dilation + 1
  return before + Math.max(0, read - length - before)
}
