// SPDX-License-Identifier: Apache-2.0
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { choose, reject, selection } from '#core/planning/selection/option'
import type { Executor } from '../executor'
import { groupProblem } from '../group'
import { type LayerSettings, type Selection, selectGrouped, selectMultiInput } from '../selection'
import { multiInputExecutor } from './multi-input'
import { sparseExecutor } from './sparse'

type Select = (p: ConvProblem, settings: LayerSettings) => Selection

/**
 * What 2.8.1 and 3.6.1 ask before anything else: is the weight computed, is the layer depthwise, has
 * it groups? 2.8.1|3.6.1: compute/ConvolutionFloatFactory.cpp, cpu/CPUConvolutionDepthwise.cpp.
 */
export function selectLayer(
  layer: Omit<ConvLayer, 'node'>,
  settings: LayerSettings,
  rules: { readonly depthwise: Select; readonly dense: Select },
): Selection {
  const { problem: p, constantWeight, biasElements } = layer
  const { core, threads } = settings
  if (!constantWeight) return selectMultiInput(p, core, () => multiInputExecutor(p, biasElements, core, threads))
  if (p.depthwise) return rules.depthwise(p, settings)
  if (p.group > 1) {
    return selectGrouped(p, core, p.batch, rules.dense(groupProblem(p, p.batch), settings))
  }
  const dense = rules.dense(p, settings)
  const sparse = sparseExecutor(layer, settings)
  return sparse === null ? dense : selectSparse(sparse, dense.chosen)
}

function selectSparse(sparse: Executor, dense: Executor): Selection {
  return selection([choose(sparse, () => ({ id: 'mnn.sparse' })), reject(dense, () => ({ id: 'mnn.sparseFirst' }))])
}
