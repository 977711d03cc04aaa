import type { ConvProblem } from '../../conv-problem'
import type { ConvLayer } from '../../conv-problems'
import { multiInputDepthwiseExecutor } from '../depthwise'
import { groupProblem } from '../group'
import { choose, type LayerSettings, type Selection, selectGrouped, selection } from '../selection'
import { multiInputExecutor } from './multi-input'

type Select = (p: ConvProblem, settings: LayerSettings) => Selection

/**
 * What 2.8.1 and 3.6.1 ask before anything else: is the weight computed, is the layer depthwise, has
 * it groups? 2.8.1|3.6.1: compute/ConvolutionFloatFactory.cpp, cpu/CPUConvolutionDepthwise.cpp.
 */
export function selectLayer(
  { problem: p, constantWeight, biasElements }: Omit<ConvLayer, 'node'>,
  settings: LayerSettings,
  rules: { readonly depthwise: Select; readonly dense: Select },
): Selection {
  if (!constantWeight) return selectMultiInput(p, biasElements, settings)
  if (p.depthwise) return rules.depthwise(p, settings)
  if (p.group > 1) {
    return selectGrouped(p, settings.core, p.batch, rules.dense(groupProblem(p, p.batch), settings))
  }
  return rules.dense(p, settings)
}

function selectMultiInput(p: ConvProblem, biasElements: number | null, { core, threads }: LayerSettings): Selection {
  return selection([
    choose(
      p.depthwise ? multiInputDepthwiseExecutor(p, core) : multiInputExecutor(p, biasElements, core, threads),
      () => ({ id: 'mnn.computedWeight' }),
    ),
  ])
}
