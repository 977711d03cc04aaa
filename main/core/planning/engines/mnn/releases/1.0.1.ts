// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, reject, rule, selection } from '#core/planning/selection/option'
import { ceilDiv } from '../arithmetic'
import { CORES_1_0_1 } from '../core'
import type { MnnEngine } from '../engine'
import { EagerPool } from '../pools/eager-pool'
import { multiInputExecutor } from '../rules/1.0.1/multi-input'
import { needsStaging, strassenExecutor } from '../rules/1.0.1/strassen'
import { tiledExecutor } from '../rules/1.0.1/tiled'
import { winogradExecutor, winogradRate } from '../rules/1.0.1/winograd'
import { depthwise3x3Executor, depthwiseExecutor } from '../rules/depthwise'
import { groupProblem } from '../rules/group'
import { rateUnits } from '../rules/rated-units'
import { type LayerSettings, type Selection, selectGrouped, selectMultiInput } from '../rules/selection'
import { candidateUnits, unitBound, winogradObstacle } from '../rules/winograd-units'
import { PROCESS_BYTES } from '../session/resident-set'
import { SETTINGS } from '../settings'
import { mnnProfile } from './release'
import { RULES_1_0_1 } from './rule-texts'

/** MNN 1.0.1, CPU, float32. Rules: 1.0.1:source/backend/cpu/compute/ConvolutionFloatFactory.cpp. */
export const MNN_1_0_1: MnnEngine = {
  cores: CORES_1_0_1,
  halfCores: {},
  settings: SETTINGS,
  select(layer, settings) {
    const p = layer.problem
    const { core, threads } = settings
    if (!layer.constantWeight) {
      return selectMultiInput(p, core, () => multiInputExecutor(p, layer.biasElements, core, threads))
    }
    if (p.depthwise) return selectDepthwise(p, settings)
    if (p.group > 1) return selectGrouped(p, core, 1, selectDense(groupProblem(p, 1), settings))
    return selectDense(p, settings)
  },
  deconvolution: () => null,
  plainBackend: null,
  resizeOther: () => null,
  createDynamicPool: (heap) => new EagerPool(heap),
  geometry: null,
  processBytes: PROCESS_BYTES['1.0.1'],
  createsWhileSizing: true,
  dynamicBlock: 'many',
  notes: ({ isa }) => (isa === 'avx512' ? [{ id: 'note.noAvx512' }] : []),
}

export const mnn101 = mnnProfile('mnn-1.0.1', MNN_1_0_1, '1.0.1', RULES_1_0_1)

/** 1.0.1:source/backend/cpu/CPUConvolutionDepthwise.cpp. */
function selectDepthwise(p: ConvProblem, { core, threads }: LayerSettings): Selection {
  const general = depthwiseExecutor(p, core)
  if (p.kernelHeight !== 3 || p.kernelWidth !== 3) {
    const kernel = `${p.kernelHeight}×${p.kernelWidth}`
    return selection([
      rule('depthwise-3x3', () => ({ id: 'mnn.depthwise3x3NeedsKernel', kernel })),
      choose(general, () => ({ id: 'mnn.depthwiseGeneralKernel', kernel })),
    ])
  }
  if (p.strideHeight !== 1 || p.strideWidth !== 1 || p.dilationHeight !== 1 || p.dilationWidth !== 1) {
    return selection([
      rule('depthwise-3x3', () => ({ id: 'mnn.depthwise3x3NeedsStride' })),
      choose(general, () => ({ id: 'mnn.depthwiseGeneralStrided' })),
    ])
  }
  return selection([
    choose(depthwise3x3Executor(p, core, threads), () => ({ id: 'mnn.depthwise3x3', twoByTwo: false })),
    reject(general, () => ({ id: 'mnn.depthwise3x3First' })),
  ])
}

function selectDense(p: ConvProblem, { core, threads, memory }: LayerSettings): Selection {
  const tiled = tiledExecutor(p, core, threads)
  if (p.kernelHeight === 1 && p.kernelWidth === 1) {
    return selection([
      choose(strassenExecutor(p, core, threads), () => ({ id: 'mnn.strassenAlways', staging: needsStaging(p) })),
      reject(tiled, () => ({ id: 'mnn.strassenAlwaysFirst' })),
    ])
  }
  const notPointwise = rule('strassen-1x1', () => ({
    id: 'mnn.strassenNeedsOne',
    kernel: `${p.kernelHeight}×${p.kernelWidth}`,
  }))
  const obstacle = winogradObstacle(p, core)
  if (obstacle !== null) {
    return selection([
      notPointwise,
      rule('winograd', () => ({ id: 'mnn.noWinograd', why: obstacle })),
      choose(tiled, () => ({ id: 'mnn.noWinogradSoTiled', why: obstacle })),
    ])
  }
  const units = candidateUnits(p.kernelHeight, core)
  if (memory === 'low') {
    return selection([
      notPointwise,
      ...units.map((unit) =>
        reject(winogradExecutor(p, unit, core, threads), () => ({ id: 'mnn.memoryDisablesUnits' })),
      ),
      choose(tiled, () => ({ id: 'mnn.memoryDisablesWinograd' })),
    ])
  }
  const positions = p.outWidth * p.outHeight
  const { options, failure } = rateUnits({
    units,
    bound: unitBound(ceilDiv(positions, core.ePack * threads)),
    boundSource: () => ({ id: 'bound.threadRows', positions, threads, rows: core.ePack }),
    rate: (unit) => winogradRate(p, unit),
    executor: (unit) => winogradExecutor(p, unit, core, threads),
  })
  const winograd = options.find((option) => option.chosen)
  return selection([
    notPointwise,
    ...options,
    winograd === undefined
      ? choose(tiled, () => ({ id: 'mnn.staysTiledFailure', why: failure() }))
      : reject(tiled, () => ({ id: 'mnn.winogradPassesOld', unit: winograd.unit ?? 0 })),
  ])
}
