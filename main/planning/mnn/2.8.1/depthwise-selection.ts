import type { ConvProblem } from '../../conv-problem'
import { depthwise3x3Executor, depthwiseExecutor } from '../depthwise'
import { choose, type LayerSettings, reject, rule, type Selection, selection } from '../selection'

/** 2.8.1:source/backend/cpu/CPUConvolutionDepthwise.cpp. */
export function selectDepthwise(p: ConvProblem, { core, threads }: LayerSettings): Selection {
  const general = depthwiseExecutor(p, core)
  const obstacle = depthwise3x3Obstacle(p)
  if (obstacle !== null) {
    return selection([
      rule('depthwise-3x3', () => `Cannot be used: ${obstacle}.`),
      choose(general, () => `The general depthwise executor is taken, because ${obstacle}.`),
    ])
  }
  return selection([
    choose(
      depthwise3x3Executor(p, core, threads),
      () => 'A depthwise 3×3 layer with stride 1, dilation 1 and at least 2×2 outputs has an executor of its own.',
    ),
    reject(general, () => 'Not reached: the 3×3 executor was taken.'),
  ])
}

function depthwise3x3Obstacle(p: ConvProblem): string | null {
  if (p.kernelHeight !== 3 || p.kernelWidth !== 3) return `the kernel is ${p.kernelHeight}×${p.kernelWidth}, not 3×3`
  if (p.strideHeight !== 1 || p.strideWidth !== 1) return `the stride is ${p.strideHeight}×${p.strideWidth}, not 1`
  if (p.dilationHeight !== 1 || p.dilationWidth !== 1) return 'it is dilated'
  if (p.outWidth < 2 || p.outHeight < 2) return `the output, ${p.outHeight}×${p.outWidth}, is smaller than 2×2`
  return null
}
