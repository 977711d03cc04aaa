// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { ceilDiv } from '../../arithmetic'
import type { MatrixCore } from '../../core'
import { depthwiseExecutor } from '../depthwise'
import type { Executor } from '../executor'

/** Each worker copies the plane that it works on between zeros. 3.6.1: cpu/CPUConvolutionDepthwise.cpp. */
export function paddedDepthwiseExecutor(p: ConvProblem, core: MatrixCore, threads: number): Executor {
  return {
    ...depthwiseExecutor(p, core),
    resize(workspace) {
      const planes = p.batch * ceilDiv(p.outChannels, core.pack)
      const workers = Math.max(1, ceilDiv(planes, ceilDiv(planes, threads)))
      const height = paddedLength(p.inHeight, p.padTop, p.outHeight, p.strideHeight, p.kernelHeight, p.dilationHeight)
      const width = paddedLength(p.inWidth, p.padLeft, p.outWidth, p.strideWidth, p.kernelWidth, p.dilationWidth)
      const bytes = workers * height * width * core.pack * core.elementBytes
      workspace.free(workspace.take('part.paddedPlanes.allThreads', bytes))
    },
  }
}

function paddedLength(
  length: number,
  before: number,
  outputs: number,
  stride: number,
  kernel: number,
  dilation: number,
): number {
  const read = (outputs - 1) * stride + (kernel - 1) * dilation + 1
  return before + length + Math.max(0, read - length - before)
}
