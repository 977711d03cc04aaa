// SPDX-License-Identifier: Apache-2.0
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import { choose, reject, selection } from '#core/planning/selection/option'
import { sparseExecutor } from './2.8.1/sparse'
import { selectDense } from './dense-options'
import type { Executor } from './executor'
import { groupProblem } from './group'
import type { LayerRules } from './layer-rules'
import { type LayerSettings, type Selection, selectGrouped, selectMultiInput } from './selection'

/**
 * What MNN asks before anything else: is the weight computed, is the layer depthwise, are its weights to stay
 * integers, has it groups, does the file leave out zeros? compute/ConvolutionFloatFactory.cpp,
 * cpu/CPUConvolutionDepthwise.cpp of every release.
 */
export function selectLayer(layer: Omit<ConvLayer, 'node'>, settings: LayerSettings, rules: LayerRules): Selection {
  const { problem: p, constantWeight, biasElements } = layer
  const { core } = settings
  if (!constantWeight) return selectMultiInput(p, core, () => rules.computedWeight(p, biasElements, settings))
  if (p.depthwise) return rules.depthwise(p, settings)
  if (p.group > 1) {
    const batch = rules.group === 'image' ? 1 : p.batch
    return selectGrouped(p, core, batch, selectDense(groupProblem(p, batch), settings, rules))
  }
  const dense = selectDense(p, settings, rules)
  const { coding } = layer
  const { integers } = rules.settings
  if (coding !== undefined && integers?.modes.includes(settings.memory)) {
    const { executor, reason } = integers.choose(p, settings, coding)
    return selection([
      choose(executor, reason),
      reject(dense.chosen, () => ({ id: 'mnn.integersFirst', bits: coding.bits })),
    ])
  }
  const sparse = rules.sparse(core) ? sparseExecutor(layer, settings) : null
  return sparse === null ? dense : selectSparse(sparse, dense.chosen)
}

function selectSparse(sparse: Executor, dense: Executor): Selection {
  return selection([choose(sparse, () => ({ id: 'mnn.sparse' })), reject(dense, () => ({ id: 'mnn.sparseFirst' }))])
}
