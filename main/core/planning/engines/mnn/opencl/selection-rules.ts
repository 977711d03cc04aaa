// SPDX-License-Identifier: Apache-2.0
import { INSTRUCTION_SETS } from '#contract/configuration'
import { macs, transposedMacs } from '#core/planning/layers/conv-problem'
import type { SelectionRules } from '#core/planning/selection/rules'
import type { MnnEngine } from '../engine'
import { winogradOperations } from '../rules/operations'
import { type GpuExecutor, measureAlone } from './executor'
import { gpuOf } from './gpu'
import type { GpuRules } from './gpu-rules'
import { type GpuSettings, selectForGpu } from './select'

/** How a release’s OpenCL backend chooses. */
export function gpuSelection(engine: MnnEngine, rules: GpuRules): SelectionRules<GpuExecutor, GpuSettings> {
  return {
    instructionSets: INSTRUCTION_SETS.filter((isa) => engine.cores[isa] !== undefined),
    settings: engine.settings,
    settingsOf: (configuration) => ({ gpu: gpuOf(rules, configuration), rules }),
    select: selectForGpu,
    unrestricted: (settings) => ({ ...settings, gpu: { ...settings.gpu, memory: 'normal' } }),
    measure: measureAlone,
    operations(problem, { algorithm, unit, className }) {
      if (algorithm === 'winograd') return winogradOperations(problem, unit ?? 1)
      return 2 * (className.startsWith('Deconv') ? transposedMacs(problem) : macs(problem))
    },
    obstacle: () => ({ id: 'obstacle.notOffered' }),
  }
}
