import type { Cost } from '#contract/plan'
import type { ConvProblem } from '../conv-problem'
import { multiInputExecutor } from '../mnn/2.8.1/multi-input'
import { PACK_FREE_ROWS, packFreeWinogradCost, packFreeWinogradExecutor } from '../mnn/2.8.1/pack-free-winograd'
import { packWinogradExecutor, winogradRate } from '../mnn/2.8.1/pack-winograd'
import { strassenExecutor } from '../mnn/2.8.1/strassen'
import { tiledCost, tiledExecutor } from '../mnn/2.8.1/tiled'
import { ceilDiv } from '../mnn/arithmetic'
import { CORES_2_8_1 } from '../mnn/core'
import { DeferredPool } from '../mnn/deferred-pool'
import { depthwise3x3Executor, depthwiseExecutor, multiInputDepthwiseExecutor } from '../mnn/depthwise'
import type { MnnEngine } from '../mnn/engine'
import { groupProblem } from '../mnn/group'
import { rateUnits } from '../mnn/rated-units'
import {
  choose,
  type LayerSettings,
  type Option,
  reject,
  rule,
  type Selection,
  selectGrouped,
  selection,
} from '../mnn/selection'
import { planSession } from '../mnn/session-plan'
import { candidateUnits, unitBound, winogradObstacle } from '../mnn/winograd-units'
import type { EngineProfile } from './profile'

/**
 * MNN 2.8.1, CPU, float32, built without MNN_LOW_MEMORY (the default): the memory mode is never
 * looked at. Rules: 2.8.1:source/backend/cpu/compute/ConvolutionFloatFactory.cpp.
 */
export const MNN_2_8_1: MnnEngine = {
  cores: CORES_2_8_1,
  select(layer, settings) {
    const p = layer.problem
    if (!layer.constantWeight) return selectMultiInput(p, layer.biasElements, settings)
    if (p.depthwise) return selectDepthwise(p, settings)
    if (p.group > 1) return selectGrouped(p, settings.core, p.batch, selectDense(groupProblem(p, p.batch), settings))
    return selectDense(p, settings)
  },
  createDynamicPool: () => new DeferredPool(),
  dynamicBlockFromStaticPool: true,
  notes(configuration) {
    const notes = [
      'MNN 2.8.1 is taken as built by default, without MNN_LOW_MEMORY: the memory mode has no effect on it.',
    ]
    if (configuration.isa === 'avx512')
      notes.push('AVX-512 in MNN 2.8.1 needs the build option MNN_AVX512, which is off by default.')
    return notes
  },
}

export const mnn281: EngineProfile = { id: 'mnn-2.8.1', plan: (input) => planSession(MNN_2_8_1, input) }

/** 2.8.1:source/backend/cpu/CPUConvolutionDepthwise.cpp. */
function selectDepthwise(p: ConvProblem, { core, threads }: LayerSettings): Selection {
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

function selectDense(p: ConvProblem, settings: LayerSettings): Selection {
  const { core, threads } = settings
  const tiled = tiledExecutor(p, core, threads)
  const obstacle = strassenObstacle(p)
  if (obstacle === null) {
    return selection([
      choose(
        strassenExecutor(p, core, threads),
        () => `A 1×1 layer with stride 1 whose output is as large as its input runs with Strassen${unmoved(settings)}.`,
      ),
      reject(tiled, () => 'Not reached: the layer runs with Strassen.'),
    ])
  }
  const noStrassen = rule('strassen-1x1', () => `Strassen cannot be used: ${obstacle}.`)
  const noWinograd = winogradObstacle(p)
  if (noWinograd !== null) {
    const why = p.kernelHeight === 1 && p.kernelWidth === 1 ? obstacle : noWinograd
    return selection([
      noStrassen,
      rule('winograd', () => `Winograd cannot be used: ${noWinograd}.`),
      choose(tiled, () => `The layer is tiled, because ${why}.`),
    ])
  }
  return selection([noStrassen, ...(core.pack === 16 ? compareCosts(p, settings) : compareRates(p, settings))])
}

/** The "1x1-fast" test. Dilation is irrelevant. */
function strassenObstacle(p: ConvProblem): string | null {
  if (p.kernelHeight !== 1 || p.kernelWidth !== 1) return `the kernel is ${p.kernelHeight}×${p.kernelWidth}, not 1×1`
  if (p.strideHeight !== 1 || p.strideWidth !== 1) return `its stride is ${p.strideHeight}×${p.strideWidth}, not 1`
  if (p.outWidth !== p.inWidth || p.outHeight !== p.inHeight)
    return 'padding makes its output differ in size from its input'
  return null
}

/** SSE, AVX2, ARM64: compute/ConvolutionPackWinograd.cpp. Tiling's own cost plays no part. */
function compareRates(p: ConvProblem, settings: LayerSettings): Option[] {
  const { core, threads } = settings
  const positions = p.outWidth * p.outHeight
  const { options, failure } = rateUnits({
    units: candidateUnits(p.kernelHeight),
    bound: unitBound(ceilDiv(positions, threads)),
    boundSource: () =>
      `the root of ${positions} output positions shared by ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    rate: (unit) => winogradRate(p, unit),
    executor: (unit) => packWinogradExecutor(p, unit, core, threads),
  })
  const winograd = options.find((option) => option.chosen)
  const tiled = tiledExecutor(p, core, threads)
  return [
    ...options.map((option) => (option.chosen ? withUnmoved(option, settings) : option)),
    winograd === undefined
      ? choose(tiled, () => `The layer is tiled: ${failure()}.`)
      : reject(
          tiled,
          () =>
            `Winograd with unit ${winograd.unit} passes its own test; on this instruction set 2.8.1 does not compare tiling’s cost.`,
        ),
  ]
}

/** AVX-512: compute/ConvolutionPackFreeWinograd.cpp and ConvolutionWinogradBridge.cpp. */
function compareCosts(p: ConvProblem, settings: LayerSettings): Option[] {
  const { core, threads } = settings
  const positions = p.outWidth * p.outHeight * p.batch
  const bound = unitBound(ceilDiv(positions, PACK_FREE_ROWS))
  const units = candidateUnits(p.kernelHeight).map((unit) => {
    const { inner, cost } = packFreeWinogradCost(p, unit, core, threads)
    return { unit, cost, executor: packFreeWinogradExecutor(p, unit, inner, core, threads) }
  })
  let best: (typeof units)[number] | null = null
  for (const candidate of units) {
    if (candidate.unit <= bound && (best === null || candidate.cost < best.cost)) best = candidate
  }
  const tiled = tiledExecutor(p, core, threads)
  const tiledFigure = tiledCost(p, core, threads).cost
  const winner = best !== null && best.cost <= tiledFigure ? best : null

  const options = units.map(({ unit, cost, executor }) => {
    if (unit > bound) {
      return reject(
        executor,
        () =>
          `Unit ${unit} is above the bound ${bound}, the root of ${positions} output positions shared by ${PACK_FREE_ROWS} rows.`,
      )
    }
    if (unit === winner?.unit) {
      const reason = () =>
        `Cost ${figure(cost)} is the smallest of all units, and not above the ${figure(tiledFigure)} of tiling.`
      return withUnmoved(choose(executor, reason, estimate(cost)), settings)
    }
    const reason = () =>
      unit === best?.unit
        ? `Cost ${figure(cost)} is the smallest of all units, but above the ${figure(tiledFigure)} of tiling.`
        : `Cost ${figure(cost)} is not below the ${figure(best?.cost ?? 0)} of unit ${best?.unit}.`
    return reject(executor, reason, estimate(cost))
  })
  return [
    ...options,
    winner !== null
      ? reject(
          tiled,
          () =>
            `Cost ${figure(tiledFigure)} is not below the ${figure(winner.cost)} of Winograd with unit ${winner.unit}.`,
          estimate(tiledFigure),
        )
      : choose(tiled, () => tiledWins(tiledFigure, best, bound), estimate(tiledFigure)),
  ]
}

function tiledWins(cost: number, best: { readonly unit: number; readonly cost: number } | null, bound: number): string {
  return best === null
    ? `The layer is tiled: no Winograd unit is within the bound ${bound}.`
    : `Cost ${figure(cost)} is below the ${figure(best.cost)} of Winograd’s best, unit ${best.unit}, so the layer is tiled.`
}

function selectMultiInput(p: ConvProblem, biasElements: number | null, { core, threads }: LayerSettings): Selection {
  return selection([
    choose(
      p.depthwise ? multiInputDepthwiseExecutor(p, core) : multiInputExecutor(p, biasElements, core, threads),
      () => 'The weight comes from another node and is packed anew at every run, so there is nothing to choose.',
    ),
  ])
}

function estimate(cost: number): Cost {
  return { label: 'estimated cost', value: cost, better: 'smaller' }
}

function figure(cost: number): string {
  return cost.toExponential(3)
}

/** Tells users who ask for low memory why nothing happens. */
function unmoved({ memory }: LayerSettings): string {
  return memory === 'low' ? '; 2.8.1 built without MNN_LOW_MEMORY never looks at the memory mode' : ''
}

function withUnmoved(option: Option, settings: LayerSettings): Option {
  return { ...option, reason: () => `${option.reason().replace(/\.$/, '')}${unmoved(settings)}.` }
}
