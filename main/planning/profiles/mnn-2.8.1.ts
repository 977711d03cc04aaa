import type { ConvProblem } from '../conv-problem'
import { multiInputExecutor } from '../mnn/2.8.1/multi-input'
import { strassenExecutor } from '../mnn/2.8.1/strassen'
import { tiledExecutor } from '../mnn/2.8.1/tiled'
import { winogradOptions } from '../mnn/2.8.1/winograd-options'
import { CORES_2_8_1 } from '../mnn/core'
import { DeferredPool } from '../mnn/deferred-pool'
import { depthwise3x3Executor, depthwiseExecutor, multiInputDepthwiseExecutor } from '../mnn/depthwise'
import type { MnnEngine } from '../mnn/engine'
import { groupProblem } from '../mnn/group'
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
import { winogradObstacle } from '../mnn/winograd-units'
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
  return remarkOnMemory(selection(denseOptions(p, settings)), settings)
}

function denseOptions(p: ConvProblem, settings: LayerSettings): Option[] {
  const { core, threads } = settings
  const tiled = tiledExecutor(p, core, threads)
  const obstacle = strassenObstacle(p)
  if (obstacle === null) {
    return [
      choose(
        strassenExecutor(p, core, threads),
        () => 'A 1×1 layer with stride 1 whose output is as large as its input runs with Strassen.',
      ),
      reject(tiled, () => 'Not reached: the layer runs with Strassen.'),
    ]
  }
  const noStrassen = rule('strassen-1x1', () => `Strassen cannot be used: ${obstacle}.`)
  const noWinograd = winogradObstacle(p)
  if (noWinograd !== null) {
    const why = p.kernelHeight === 1 && p.kernelWidth === 1 ? obstacle : noWinograd
    return [
      noStrassen,
      rule('winograd', () => `Winograd cannot be used: ${noWinograd}.`),
      choose(tiled, () => `The layer is tiled, because ${why}.`),
    ]
  }
  return [noStrassen, ...winogradOptions(p, settings)]
}

/** The "1x1-fast" test. Dilation is irrelevant. */
function strassenObstacle(p: ConvProblem): string | null {
  if (p.kernelHeight !== 1 || p.kernelWidth !== 1) return `the kernel is ${p.kernelHeight}×${p.kernelWidth}, not 1×1`
  if (p.strideHeight !== 1 || p.strideWidth !== 1) return `its stride is ${p.strideHeight}×${p.strideWidth}, not 1`
  if (p.outWidth !== p.inWidth || p.outHeight !== p.inHeight)
    return 'padding makes its output differ in size from its input'
  return null
}

function selectMultiInput(p: ConvProblem, biasElements: number | null, { core, threads }: LayerSettings): Selection {
  return selection([
    choose(
      p.depthwise ? multiInputDepthwiseExecutor(p, core) : multiInputExecutor(p, biasElements, core, threads),
      () => 'The weight comes from another node and is packed anew at every run, so there is nothing to choose.',
    ),
  ])
}

/** Tells users who ask for low memory why nothing happens. */
function remarkOnMemory(selected: Selection, { memory }: LayerSettings): Selection {
  if (memory !== 'low' || selected.chosen.algorithm === 'tiled') return selected
  const remark = '; 2.8.1 built without MNN_LOW_MEMORY never looks at the memory mode.'
  return {
    ...selected,
    options: selected.options.map((option) =>
      option.chosen ? { ...option, reason: () => option.reason().replace(/\.$/, remark) } : option,
    ),
  }
}
