// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { ceilDiv, roundUp } from '../arithmetic'
import type { MatrixCore } from '../core'
import type { Executor } from './executor'

/** 3×3 at stride 1: rows of a one-dimensional F(2,3) turn 9 taps into 12. */
const TAPS_3X3 = 12

/** cpu/CPUConvolutionDepthwise.cpp of 1.0.1 (pack 4) and 2.8.1: no workspace. */
export function depthwiseExecutor(p: ConvProblem, core: MatrixCore): Executor {
  const channels = roundUp(p.outChannels, core.pack)
  return {
    algorithm: 'depthwise',
    className: 'CPUConvolutionDepthwise',
    create(pool) {
      pool.request(channels * p.kernelHeight * p.kernelWidth * core.elementBytes)
      pool.request(channels * core.elementBytes)
    },
    resize() {},
  }
}

/** compute/ConvolutionDepthwise3x3.cpp of 1.0.1 and 2.8.1: each thread keeps three transformed rows. */
export function depthwise3x3Executor(p: ConvProblem, core: MatrixCore, threads: number): Executor {
  const channels = roundUp(p.outChannels, core.pack)
  return {
    algorithm: 'depthwise-3x3',
    className: 'ConvolutionDepthwise3x3',
    create(pool) {
      pool.request(channels * core.elementBytes)
      pool.request(channels * TAPS_3X3 * core.elementBytes)
    },
    resize(workspace) {
      const tiles = ceilDiv(p.outWidth, 2)
      workspace.free(
        workspace.take('part.transformedRows.allThreads', threads * 3 * 4 * tiles * core.pack * core.elementBytes),
      )
    },
  }
}

/**
 * A depthwise convolution whose weight is an input: weight and bias are packed into the workspace at
 * every run. cpu/CPUConvolutionDepthwise.cpp of 1.0.1 and 2.8.1; read from source, not measured.
 */
export function multiInputDepthwiseExecutor(p: ConvProblem, core: MatrixCore): Executor {
  const channels = roundUp(p.inChannels, core.pack)
  return {
    algorithm: 'depthwise',
    className: 'CPUConvolutionDepthwise',
    create() {},
    resize(workspace) {
      workspace.free(
        workspace.take('part.packedWeight', channels * p.kernelHeight * p.kernelWidth * core.elementBytes),
        workspace.take('part.bias', channels * core.elementBytes),
      )
    },
  }
}
