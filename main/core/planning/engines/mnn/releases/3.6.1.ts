// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, selection } from '#core/planning/selection/option'
import { CORES, HALF_CORES_3_6_1 } from '../core'
import type { MnnEngine } from '../engine'
import { buildNotes } from '../notes'
import { DeferredPool } from '../pools/deferred-pool'
import { denseOptions, lowMemoryOptions } from '../rules/2.8.1/dense-options'
import { runsOnPlain } from '../rules/2.8.1/plain-backend'
import { selectLayer } from '../rules/2.8.1/select-layer'
import { deconvolutionExecutor } from '../rules/3.6.1/deconvolution'
import { paddedDepthwiseExecutor } from '../rules/3.6.1/depthwise'
import { resizeOther } from '../rules/3.6.1/other-operations'
import { WIDE_KINDS_3_6_1 } from '../rules/3.6.1/plain-backend'
import { roundedUpShares } from '../rules/3.6.1/strassen'
import type { LayerSettings, Selection } from '../rules/selection'
import { PROCESS_BYTES } from '../session/resident-set'
import { SETTINGS_WITH_HINTS } from '../settings'
import { mnnProfile } from './release'
import { RULES_3_6_1 } from './rule-texts'

/** Requests of the dynamic pool are rounded up to it. 3.6.1: source/core/BufferAllocator.cpp. */
const POOL_ALIGNMENT = 64

/**
 * MNN 3.6.1, CPU, built without MNN_LOW_MEMORY (the default): Memory_Low tiles every convolution, 1×1
 * too. Rules: 3.6.1:source/backend/cpu/compute/ConvolutionFloatFactory.cpp.
 */
export const MNN_3_6_1: MnnEngine = {
  cores: CORES,
  halfCores: HALF_CORES_3_6_1,
  settings: SETTINGS_WITH_HINTS,
  select: (layer, settings) => selectLayer(layer, settings, { depthwise: selectDepthwise, dense: selectDense }),
  deconvolution: (layer, { core, threads, memory }) => deconvolutionExecutor(layer, core, threads, memory),
  plainBackend: { runs: runsOnPlain(WIDE_KINDS_3_6_1), ownPool: false },
  resizeOther,
  createDynamicPool: () => new DeferredPool(POOL_ALIGNMENT),
  geometry: { readsThroughMany: true, reducesDirectly: true },
  processBytes: PROCESS_BYTES['3.6.1'],
  createsWhileSizing: false,
  dynamicBlock: 'own',
  notes: (configuration) => [
    { id: 'note.defaultBuild', version: '3.6.1', heedsMode: true },
    ...buildNotes('3.6.1', configuration),
  ],
}

export const mnn361 = mnnProfile('mnn-3.6.1', MNN_3_6_1, '3.6.1', RULES_3_6_1)

/** 3.6.1:source/backend/cpu/CPUConvolutionDepthwise.cpp; the 3×3 executor of earlier versions is gone. */
export function selectDepthwise(p: ConvProblem, { core, threads }: LayerSettings): Selection {
  return selection([choose(paddedDepthwiseExecutor(p, core, threads), () => ({ id: 'mnn.depthwiseShared' }))])
}

function selectDense(p: ConvProblem, settings: LayerSettings): Selection {
  if (settings.memory !== 'low') return selection(denseOptions(p, settings, roundedUpShares))
  return selection(
    lowMemoryOptions(p, settings, roundedUpShares, () => ({
      id: 'mnn.memoryTiles',
      version: '3.6.1',
      lowMemoryBuild: false,
    })),
  )
}
