// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, reject, rule, selection } from '#core/planning/selection/option'
import type { Message } from '#messages/message'
import { depthwise3x3Executor, depthwiseExecutor } from '../depthwise'
import type { LayerSettings, Selection } from '../selection'

/** 2.8.1:source/backend/cpu/CPUConvolutionDepthwise.cpp. */
export function selectDepthwise(p: ConvProblem, { core, threads }: LayerSettings): Selection {
  const general = depthwiseExecutor(p, core)
  const obstacle = depthwise3x3Obstacle(p)
  if (obstacle !== null) {
    return selection([
      rule('depthwise-3x3', () => ({ id: 'mnn.noDepthwise3x3', why: obstacle })),
      choose(general, () => ({ id: 'mnn.depthwiseGeneral', why: obstacle })),
    ])
  }
  return selection([
    choose(depthwise3x3Executor(p, core, threads), () => ({ id: 'mnn.depthwise3x3', twoByTwo: true })),
    reject(general, () => ({ id: 'mnn.depthwise3x3First' })),
  ])
}

function depthwise3x3Obstacle(p: ConvProblem): Message | null {
  if (p.kernelHeight !== 3 || p.kernelWidth !== 3) {
    return { id: 'obstacle.kernelNotThree', kernel: `${p.kernelHeight}×${p.kernelWidth}` }
  }
  if (p.strideHeight !== 1 || p.strideWidth !== 1) {
    return { id: 'obstacle.stride', stride: `${p.strideHeight}×${p.strideWidth}` }
  }
  if (p.dilationHeight !== 1 || p.dilationWidth !== 1) return { id: 'obstacle.dilated' }
  if (p.outWidth < 2 || p.outHeight < 2) return { id: 'obstacle.smallOutput', output: `${p.outHeight}×${p.outWidth}` }
  return null
}
