// SPDX-License-Identifier: Apache-2.0
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, reject, selection } from '#core/planning/selection/option'
import type { MnnEngine } from '../engine'
import { buildNotes } from '../notes'
import { denseOptions, lowMemoryOptions, strassenObstacle } from '../rules/2.8.1/dense-options'
import { selectDepthwise } from '../rules/2.8.1/depthwise-selection'
import { hybridExecutor, integerTiledExecutor } from '../rules/2.8.1/low-memory-executors'
import { selectLayer } from '../rules/2.8.1/select-layer'
import { equalShares } from '../rules/2.8.1/strassen'
import type { LayerSettings, Selection } from '../rules/selection'
import { MNN_2_8_1 } from './2.8.1'
import { LOW_MEMORY_BUILD, mnnProfile } from './release'
import { RULES_2_8_1_LOW_MEMORY } from './rule-texts'

/**
 * MNN 2.8.1 built with MNN_LOW_MEMORY: Memory_Low tiles every float convolution, 1×1 too; other modes
 * are as without. Weights stored as integers stay so. Rules: 2.8.1:source/backend/cpu/compute/ConvolutionFloatFactory.cpp.
 */
export const MNN_2_8_1_LOW_MEMORY: MnnEngine = {
  ...MNN_2_8_1,
  select: (layer, settings) =>
    (settings.memory === 'low' ? selectIntegers(layer, settings) : null) ??
    selectLayer(layer, settings, { depthwise: selectDepthwise, dense: selectDense }),
  notes: (configuration) => [
    { id: 'note.lowMemoryBuild', version: '2.8.1', floatsHeedMode: true },
    ...buildNotes('2.8.1', configuration),
  ],
}

export const mnn281LowMemory = mnnProfile(
  'mnn-2.8.1-low-memory',
  MNN_2_8_1_LOW_MEMORY,
  '2.8.1',
  RULES_2_8_1_LOW_MEMORY,
  [LOW_MEMORY_BUILD],
)

function selectDense(p: ConvProblem, settings: LayerSettings): Selection {
  if (settings.memory !== 'low') return selection(denseOptions(p, settings, equalShares))
  return selection(
    lowMemoryOptions(p, settings, equalShares, () => ({
      id: 'mnn.memoryTiles',
      version: '2.8.1',
      lowMemoryBuild: true,
    })),
  )
}

/** Weights stored as integers stay so, but for depthwise and grouped layers, which are expanded. */
function selectIntegers({ problem: p, coding }: Omit<ConvLayer, 'node'>, settings: LayerSettings): Selection | null {
  if (coding === undefined || p.depthwise || p.group > 1) return null
  const { core, threads } = settings
  const { chosen: expanded } = selectDense(p, settings)
  const { bits } = coding
  const notReached = reject(expanded, () => ({ id: 'mnn.integersFirst', bits }))
  return strassenObstacle(p) === null
    ? selection([
        choose(hybridExecutor(p, core, threads, coding), () => ({ id: 'mnn.integersHybrid', bits })),
        notReached,
      ])
    : selection([
        choose(integerTiledExecutor(p, core, threads, coding), () => ({ id: 'mnn.integersWidened', bits })),
        notReached,
      ])
}
