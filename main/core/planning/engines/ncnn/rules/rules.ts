// SPDX-License-Identifier: Apache-2.0
import { type Configuration, INSTRUCTION_SETS, type Override } from '#contract/configuration'
import { transposedMacs } from '#core/planning/layers/conv-problem'
import type { Layer, SelectionRules } from '#core/planning/selection/rules'
import type { Message } from '#messages/message'
import { layerSettings, type NcnnEngine, type Processor, processorOf } from '../engine'
import { type LayerExecutor, measure } from './executor'
import { isWinogradShape, type LayerSettings, UNITS } from './layer'
import { masked } from './mask'
import { executorOperations } from './operations'
import { selectLayer } from './select'

/** What the rules look at: the options, and what computes under them. */
export interface RuleSettings {
  readonly processor: Processor
  readonly layer: LayerSettings
  /** Layers may switch options off for themselves. */
  readonly heedsMasks: boolean
}

/** How a release of ncnn chooses. */
export function rulesOf(engine: NcnnEngine): SelectionRules<LayerExecutor, RuleSettings> {
  return {
    instructionSets: INSTRUCTION_SETS.filter((isa) => engine.processors[isa] !== undefined),
    settings: engine.settings,
    settingsOf: (configuration: Configuration) => ({
      processor: processorOf(engine, configuration),
      layer: layerSettings(engine, configuration),
      heedsMasks: engine.featureMask,
    }),
    select: (layer, { processor, layer: settings, heedsMasks }) =>
      selectLayer(engine, processor, layer, masked(settings, heedsMasks ? (layer.featureMask ?? 0) : 0)),
    unrestricted: (settings) => ({
      ...settings,
      heedsMasks: false,
      layer: { ...settings.layer, winograd: true, sgemm: true, units: UNITS },
    }),
    measure,
    operations: (problem, executor) =>
      executor.kind === 'transposed-convolution' ? 2 * transposedMacs(problem) : executorOperations(problem, executor),
    obstacle,
  }
}

function obstacle({ problem: p }: Layer, _settings: RuleSettings, { algorithm }: Override): Message {
  switch (algorithm) {
    case 'grouped':
      return { id: p.depthwise ? 'obstacle.depthwise' : 'obstacle.oneGroup' }
    case 'depthwise':
      return { id: p.depthwise ? 'obstacle.notInVersion' : 'obstacle.notDepthwise' }
    case 'gemm-1x1':
      return { id: 'obstacle.notPointwise', kernel: `${p.kernelHeight}×${p.kernelWidth}` }
    case 'streamed':
    case 'streamed-winograd':
      return { id: 'obstacle.noStreaming' }
    case 'winograd':
      return isWinogradShape(p)
        ? { id: 'obstacle.notOffered' }
        : { id: 'obstacle.kernelNotThree', kernel: `${p.kernelHeight}×${p.kernelWidth}` }
    default:
      return { id: 'obstacle.notInVersion' }
  }
}
