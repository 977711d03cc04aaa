// SPDX-License-Identifier: Apache-2.0
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, reject, selection } from '#core/planning/selection/option'
import type { MnnEngine } from '../engine'
import { buildNotes } from '../notes'
import { denseOptions } from '../rules/2.8.1/dense-options'
import { selectLayer } from '../rules/2.8.1/select-layer'
import { INT8_CORES } from '../rules/3.6.1/int8-core'
import { int8TiledExecutor } from '../rules/3.6.1/int8-tiled'
import { roundedUpShares } from '../rules/3.6.1/strassen'
import type { LayerSettings, Selection } from '../rules/selection'
import { MNN_3_6_1, selectDepthwise } from './3.6.1'
import { LOW_MEMORY_BUILD, mnnProfile } from './release'
import { RULES_3_6_1_LOW_MEMORY } from './rule-texts'

/**
 * MNN 3.6.1 built with MNN_LOW_MEMORY: the memory mode decides about weights that are stored as
 * integers, and is not looked at for float ones. Rules:
 * 3.6.1:source/backend/cpu/compute/ConvolutionFloatFactory.cpp.
 */
export const MNN_3_6_1_LOW_MEMORY: MnnEngine = {
  ...MNN_3_6_1,
  select: (layer, settings) =>
    (settings.memory === 'low' ? selectIntegers(layer, settings) : null) ??
    selectLayer(layer, settings, { depthwise: selectDepthwise, dense: selectDense }),
  notes: (configuration) => [
    { id: 'note.lowMemoryBuild', version: '3.6.1', floatsHeedMode: false },
    ...buildNotes('3.6.1', configuration),
  ],
}

export const mnn361LowMemory = mnnProfile(
  'mnn-3.6.1-low-memory',
  MNN_3_6_1_LOW_MEMORY,
  '3.6.1',
  RULES_3_6_1_LOW_MEMORY,
  [LOW_MEMORY_BUILD],
)

function selectDense(p: ConvProblem, settings: LayerSettings): Selection {
  return selection(denseOptions(p, settings, roundedUpShares))
}

/** Weights stored as integers stay so, but for depthwise and grouped layers, which are expanded. */
function selectIntegers({ problem: p, coding }: Omit<ConvLayer, 'node'>, settings: LayerSettings): Selection | null {
  if (coding === undefined || p.depthwise || p.group > 1) return null
  const { core, isa, threads } = settings
  const { chosen: expanded } = selectDense(p, settings)
  return selection([
    choose(int8TiledExecutor(p, core, INT8_CORES[isa], threads, coding), () => ({
      id: 'mnn.integersQuantised',
      bits: coding.bits,
    })),
    reject(expanded, () => ({ id: 'mnn.integersKeptFirst' })),
  ])
}
