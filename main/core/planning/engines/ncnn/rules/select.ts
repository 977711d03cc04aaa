// SPDX-License-Identifier: Apache-2.0
import { type Option, type Selection, selection } from '#core/planning/selection/option'
import type { Layer } from '#core/planning/selection/rules'
import type { NcnnEngine, Processor } from '../engine'
import { selectDeconvolution } from './deconvolution'
import { type Executor, LayerExecutor, type Originals } from './executor'
import { selectDepthwise, selectDilated, selectGroups } from './groups'
import type { DenseLayer, LayerSettings } from './layer'
import { productExecutor } from './product'

/** What the engine looks at for a layer, in its order, with all that each would take. */
export function selectLayer(
  { originals, deconvolutions }: Pick<NcnnEngine, 'originals' | 'deconvolutions'>,
  processor: Processor,
  layer: Layer,
  given: LayerSettings,
): Selection<LayerExecutor> {
  const settings = runningSettings(layer.problem, given)
  const isTransposed = layer.kind === 'transposed-convolution'
  const selected = isTransposed
    ? selectDeconvolution(layer.problem, settings, deconvolutions[isArm(settings) ? 'arm64' : 'x86'], originals)
    : selectKind(originals, processor, layer, settings, given)
  // These copy their bias with fp16 storage alone too. 20260526:arm/deconvolution_arm_asimdhp.cpp, convolutiondepthwise_arm_asimdhp.cpp.
  const halved = settings.half && (isTransposed || isDepthwise(layer.problem))
  const own = halved ? { ...settings, copiesBias: true } : settings
  const options = selected.options.map(
    (option): Option<LayerExecutor> => ({
      ...option,
      executor: option.executor && new LayerExecutor(option.executor, layer, originals, own),
    }),
  )
  return selection(options)
}

/** Of an InnerProduct layer. */
export function productLayer(
  { originals }: Pick<NcnnEngine, 'originals'>,
  layer: Layer,
  settings: LayerSettings,
): LayerExecutor {
  return new LayerExecutor(productExecutor(layer, settings), layer, originals, settings)
}

function selectKind(
  originals: Originals,
  processor: Processor,
  { problem: p }: Layer,
  settings: LayerSettings,
  packing: LayerSettings,
): Selection<Executor> {
  const dense = (each: DenseLayer, under: LayerSettings) =>
    selectDilated(each.problem, under, processor.select) ?? processor.select(each, under)
  if (p.group === 1) return dense({ problem: p, shapeHints: settings.shapeHints }, settings)
  const own = isDepthwise(p) ? selectDepthwise(p, settings, originals, processor.plainDepthwise) : null
  return own ?? selectGroups(p, settings, originals, dense, packing)
}

function isArm({ isa }: LayerSettings): boolean {
  return isa.startsWith('arm')
}

/**
 * Layers of groups and depthwise ones run in float32 on x86, though the layers within pack for bfloat16.
 * 20260526:x86/convolutiondepthwise_x86.cpp, deconvolutiondepthwise_x86.cpp.
 */
export function runningSettings({ group }: Layer['problem'], settings: LayerSettings): LayerSettings {
  return group > 1 && !isArm(settings) && settings.elementBytes === 2 ? { ...settings, elementBytes: 4 } : settings
}

function isDepthwise({ group, inChannels, outChannels }: Layer['problem']): boolean {
  return group === inChannels && group === outChannels
}
