// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, reject, rule, selection } from '#core/planning/selection/option'
import type { Message } from '#messages/message'
import { paddedDepthwiseExecutor } from './3.6.1/depthwise'
import { depthwise3x3Executor, depthwiseExecutor } from './depthwise'
import type { LayerSettings, Selection } from './selection'

/**
 * Layers of 3×3 at stride 1 have an executor of their own, from 1.1.0 on if the output is 2×2 at least (`twoByTwo`).
 * 1.0.1|1.1.0: cpu/CPUConvolutionDepthwise.cpp.
 */
export function selectDepthwise(p: ConvProblem, { core, threads }: LayerSettings, twoByTwo: boolean): Selection {
  const general = depthwiseExecutor(p, core)
  const obstacle = depthwise3x3Obstacle(p, twoByTwo)
  if (obstacle !== null) {
    return selection([
      rule('depthwise-3x3', () => ({ id: 'mnn.noDepthwise3x3', why: obstacle })),
      choose(general, () => ({ id: 'mnn.depthwiseGeneral', why: obstacle })),
    ])
  }
  return selection([
    choose(depthwise3x3Executor(p, core, threads), () => ({ id: 'mnn.depthwise3x3', twoByTwo })),
    reject(general, () => ({ id: 'mnn.depthwise3x3First' })),
  ])
}

/**
 * One executor for all layers, which copies planes between zeros: for every thread, or only for those that get channels
 * (`onlyBusy`). 2.9.6|3.0.0: cpu/CPUConvolutionDepthwise.cpp.
 */
export function selectPaddedDepthwise(p: ConvProblem, settings: LayerSettings, onlyBusy: boolean): Selection {
  return selection([choose(paddedDepthwiseExecutor(p, settings, onlyBusy), () => ({ id: 'mnn.depthwiseShared' }))])
}

function depthwise3x3Obstacle(p: ConvProblem, twoByTwo: boolean): Message | null {
  if (p.kernelHeight !== 3 || p.kernelWidth !== 3) {
    return { id: 'obstacle.kernelNotThree', kernel: `${p.kernelHeight}×${p.kernelWidth}` }
  }
  if (p.strideHeight !== 1 || p.strideWidth !== 1) {
    return { id: 'obstacle.stride', stride: `${p.strideHeight}×${p.strideWidth}` }
  }
  if (p.dilationHeight !== 1 || p.dilationWidth !== 1) return { id: 'obstacle.dilated' }
  if (twoByTwo && (p.outWidth < 2 || p.outHeight < 2))
    return { id: 'obstacle.smallOutput', output: `${p.outHeight}×${p.outWidth}` }
  return null
}
