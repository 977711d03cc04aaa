// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, reject, rule } from '#core/planning/selection/option'
import type { Message } from '#messages/message'
import type { LayerSettings, Option } from '../selection'
import { candidateUnits, winogradObstacle } from '../winograd-units'
import { packFreeWinogradCost, packFreeWinogradExecutor } from './pack-free-winograd'
import { packWinogradExecutor } from './pack-winograd'
import { type ChannelShare, strassenExecutor } from './strassen'
import { tiledExecutor } from './tiled'
import { winogradOptions } from './winograd-options'

/**
 * The order in which 2.8.1 and 3.6.1 look at a convolution of one group once the memory mode has
 * had its say: Strassen, Winograd, tiling. 2.8.1|3.6.1: compute/ConvolutionFloatFactory.cpp.
 */
export function denseOptions(p: ConvProblem, settings: LayerSettings, channelShare: ChannelShare): Option[] {
  const { core, threads, winogradLevel } = settings
  const tiled = tiledExecutor(p, core, threads)
  const noStrassen = strassenObstacle(p)
  if (noStrassen === null) {
    return [
      choose(strassenExecutor(p, core, threads, channelShare), () => ({ id: 'mnn.strassen' })),
      reject(tiled, () => ({ id: 'mnn.strassenFirst' })),
    ]
  }
  const strassen = rule('strassen-1x1', () => ({ id: 'mnn.noStrassen', why: noStrassen }))
  const noWinograd = winogradObstacle(p, core)
  if (noWinograd !== null) {
    const why = p.kernelHeight === 1 && p.kernelWidth === 1 ? noStrassen : noWinograd
    return [
      strassen,
      rule('winograd', () => ({ id: 'mnn.noWinograd', why: noWinograd })),
      choose(tiled, () => ({ id: 'mnn.tiledBecause', why })),
    ]
  }
  if (winogradLevel === 0) {
    return [
      strassen,
      ...rejectUnits(p, settings, () => ({ id: 'mnn.levelBeforeUnits' })),
      choose(tiled, () => ({ id: 'mnn.levelSoTiled' })),
    ]
  }
  return [strassen, ...winogradOptions(p, settings)]
}

/** A build that heeds Memory_Low takes tiling before it looks at anything else. */
export function lowMemoryOptions(
  p: ConvProblem,
  settings: LayerSettings,
  channelShare: ChannelShare,
  reason: () => Message,
): Option[] {
  const { core, threads } = settings
  const notReached = (): Message => ({ id: 'mnn.memoryFirst' })
  const strassen =
    strassenObstacle(p) === null ? [reject(strassenExecutor(p, core, threads, channelShare), notReached)] : []
  const winograd = winogradObstacle(p, core) === null ? rejectUnits(p, settings, notReached) : []
  return [choose(tiledExecutor(p, core, threads), reason), ...strassen, ...winograd]
}

function rejectUnits(p: ConvProblem, { core, threads }: LayerSettings, reason: () => Message): Option[] {
  return candidateUnits(p.kernelHeight, core).map((unit) => {
    if (core.pack !== 16) return reject(packWinogradExecutor(p, unit, core, threads), reason)
    const { inner } = packFreeWinogradCost(p, unit, core, threads)
    return reject(packFreeWinogradExecutor(p, unit, inner, core, threads), reason)
  })
}

/** The "1x1-fast" test. Dilation is irrelevant. */
export function strassenObstacle(p: ConvProblem): Message | null {
  if (p.kernelHeight !== 1 || p.kernelWidth !== 1) {
    return { id: 'obstacle.kernelNotOne', kernel: `${p.kernelHeight}×${p.kernelWidth}` }
  }
  if (p.strideHeight !== 1 || p.strideWidth !== 1) {
    return { id: 'obstacle.stride', stride: `${p.strideHeight}×${p.strideWidth}` }
  }
  if (p.outWidth !== p.inWidth || p.outHeight !== p.inHeight) return { id: 'obstacle.padding' }
  return null
}
