// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { selection } from '#core/planning/selection/option'
import { CORES, HALF_CORES_2_8_1 } from '../core'
import type { MnnEngine } from '../engine'
import { buildNotes } from '../notes'
import { DeferredPool } from '../pools/deferred-pool'
import { deconvolutionExecutor } from '../rules/2.8.1/deconvolution'
import { denseOptions } from '../rules/2.8.1/dense-options'
import { selectDepthwise } from '../rules/2.8.1/depthwise-selection'
import { resizeOther } from '../rules/2.8.1/other-operations'
import { runsOnPlain, WIDE_KINDS_2_8_1 } from '../rules/2.8.1/plain-backend'
import { selectLayer } from '../rules/2.8.1/select-layer'
import { equalShares } from '../rules/2.8.1/strassen'
import type { LayerSettings, Selection } from '../rules/selection'
import { PROCESS_BYTES } from '../session/resident-set'
import { SETTINGS } from '../settings'
import { mnnProfile } from './release'
import { RULES_2_8_1 } from './rule-texts'

/**
 * MNN 2.8.1, CPU, built without MNN_LOW_MEMORY (the default): the memory mode is never looked at.
 * Rules: 2.8.1:source/backend/cpu/compute/ConvolutionFloatFactory.cpp.
 */
export const MNN_2_8_1: MnnEngine = {
  cores: CORES,
  halfCores: HALF_CORES_2_8_1,
  settings: SETTINGS,
  select: (layer, settings) => selectLayer(layer, settings, { depthwise: selectDepthwise, dense: selectDense }),
  deconvolution: (layer, { core, threads }) => deconvolutionExecutor(layer, core, threads),
  plainBackend: { runs: runsOnPlain(WIDE_KINDS_2_8_1), ownPool: true },
  resizeOther,
  createDynamicPool: () => new DeferredPool(1),
  geometry: { readsThroughMany: false, reducesDirectly: false },
  processBytes: PROCESS_BYTES['2.8.1'],
  createsWhileSizing: false,
  dynamicBlock: 'static',
  notes: (configuration) => [
    { id: 'note.defaultBuild', version: '2.8.1', heedsMode: false },
    ...buildNotes('2.8.1', configuration),
  ],
}

export const mnn281 = mnnProfile('mnn-2.8.1', MNN_2_8_1, '2.8.1', RULES_2_8_1, [], { offeredFirst: true })

function selectDense(p: ConvProblem, settings: LayerSettings): Selection {
  return remarkOnMemory(selection(denseOptions(p, settings, equalShares)), settings)
}

/** Tells users who ask for low memory why nothing happens. */
function remarkOnMemory(selected: Selection, { memory }: LayerSettings): Selection {
  if (memory !== 'low' || selected.chosen.algorithm === 'tiled') return selected
  return {
    ...selected,
    options: selected.options.map((option) =>
      option.chosen
        ? { ...option, reason: () => ({ id: 'mnn.memoryNeverLookedAt', reason: option.reason() }) }
        : option,
    ),
  }
}
