import type { ConvProblem } from '../../conv-problem'
import { choose, type LayerSettings, type Option, reject, rule } from '../selection'
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
      choose(
        strassenExecutor(p, core, threads, channelShare),
        () => 'A 1×1 layer with stride 1 whose output is as large as its input runs with Strassen.',
      ),
      reject(tiled, () => 'Not reached: the layer runs with Strassen.'),
    ]
  }
  const strassen = rule('strassen-1x1', () => `Strassen cannot be used: ${noStrassen}.`)
  const noWinograd = winogradObstacle(p, core)
  if (noWinograd !== null) {
    const why = p.kernelHeight === 1 && p.kernelWidth === 1 ? noStrassen : noWinograd
    return [
      strassen,
      rule('winograd', () => `Winograd cannot be used: ${noWinograd}.`),
      choose(tiled, () => `The layer is tiled, because ${why}.`),
    ]
  }
  if (winogradLevel === 0) {
    return [
      strassen,
      ...rejectUnits(p, settings, () => 'Winograd memory level 0 excludes Winograd before any unit is rated.'),
      choose(tiled, () => 'Winograd memory level 0 excludes Winograd, so the layer is tiled.'),
    ]
  }
  return [strassen, ...winogradOptions(p, settings)]
}

/** A build that heeds Memory_Low takes tiling before it looks at anything else. */
export function lowMemoryOptions(
  p: ConvProblem,
  settings: LayerSettings,
  channelShare: ChannelShare,
  reason: () => string,
): Option[] {
  const { core, threads } = settings
  const notReached = () => 'Not reached: Memory_Low was looked at first.'
  const strassen =
    strassenObstacle(p) === null ? [reject(strassenExecutor(p, core, threads, channelShare), notReached)] : []
  const winograd = winogradObstacle(p, core) === null ? rejectUnits(p, settings, notReached) : []
  return [choose(tiledExecutor(p, core, threads), reason), ...strassen, ...winograd]
}

function rejectUnits(p: ConvProblem, { core, threads }: LayerSettings, reason: () => string): Option[] {
  return candidateUnits(p.kernelHeight, core).map((unit) => {
    if (core.pack !== 16) return reject(packWinogradExecutor(p, unit, core, threads), reason)
    const { inner } = packFreeWinogradCost(p, unit, core, threads)
    return reject(packFreeWinogradExecutor(p, unit, inner, core, threads), reason)
  })
}

/** The "1x1-fast" test. Dilation is irrelevant. */
export function strassenObstacle(p: ConvProblem): string | null {
  if (p.kernelHeight !== 1 || p.kernelWidth !== 1) return `the kernel is ${p.kernelHeight}×${p.kernelWidth}, not 1×1`
  if (p.strideHeight !== 1 || p.strideWidth !== 1) return `its stride is ${p.strideHeight}×${p.strideWidth}, not 1`
  if (p.outWidth !== p.inWidth || p.outHeight !== p.inHeight)
    return 'padding makes its output differ in size from its input'
  return null
}
