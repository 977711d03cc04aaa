// SPDX-License-Identifier: Apache-2.0
import type { Override } from '#contract/configuration'
import { ok, type Result } from '#contract/errors'
import type { PlanningInput } from '#core/planning/engine'
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import { type DecidedLayer, decideLayers } from '#core/planning/selection/decide'
import { forceLayer } from '#core/planning/selection/force'
import { applyOverrides } from '#core/planning/selection/overrides/apply'
import type { Message } from '#messages/message'
import { layerSettings, type NcnnEngine } from '../engine'
import type { LayerExecutor, NetExecutor } from '../rules/executor'
import { IntegerProductExecutor } from '../rules/integer-product'
import type { LayerSettings } from '../rules/layer'
import { RecurrentExecutor } from '../rules/recurrent'
import { rulesOf } from '../rules/rules'
import { productLayer } from '../rules/select'
import { buildNet } from './build'
import { deconvolutionLayers, floatConvolutions, integerProducts, productLayers } from './layers'
import type { Net } from './net'
import { recurrentLayers, sequenceDims } from './recurrent-layers'
import { type NetView, netView } from './view'

/** A net before it is loaded. */
export interface PreparedNet {
  readonly net: Net
  readonly settings: LayerSettings
  readonly view: NetView
  readonly layers: readonly ConvLayer[]
  /** Convolutions, transposed ones too, that the model does not tell enough of or that are not modelled, with the reason. */
  readonly unknown: ReadonlyMap<number, Message>
  /** Convolutions and transposed ones, by node. */
  readonly decided: ReadonlyMap<number, DecidedLayer<LayerExecutor>>
  /** Of products too. */
  readonly executors: ReadonlyMap<number, LayerExecutor>
  /** Of layers that there is one way to run, beside products of floats. */
  readonly others: ReadonlyMap<number, NetExecutor>
  readonly forced: ReadonlyMap<number, Override>
  /** What is to be said of overrides. */
  readonly overrideNotes: readonly Message[]
}

/**
 * What a net of ncnn consists of, with an executor for every layer. `kept`: what layers are to run, by node, whatever the
 * rules choose. Fails for impossible overrides only.
 */
export function prepareNet(
  engine: NcnnEngine,
  input: PlanningInput,
  kept: ReadonlyMap<number, Override> | null = null,
): Result<PreparedNet> {
  const { shaped, configuration } = input
  const rules = rulesOf(engine)
  const settings = layerSettings(engine, configuration)
  const view = netView(shaped)
  const { layers, unknown } = floatConvolutions(shaped)
  const transposed = deconvolutionLayers(shaped)
  const nameOf = (node: number) => shaped.model.nodes[node]?.name ?? ''
  const overrides = applyOverrides(
    configuration.overrides ?? [],
    layers.map((layer) => ({ ...layer, name: nameOf(layer.node) })),
    (layer, override) => forceLayer(rules, layer, rules.settingsOf(configuration), override),
  )
  if (!overrides.ok) return overrides
  const forced = new Map([...overrides.value.forced].map(([node, { override }]) => [node, override]))
  const decided = decideLayers(rules, [...layers, ...transposed.layers], configuration, kept ?? forced)
  const products = productLayers(shaped, view)
  const executors = new Map([
    ...[...decided].map(([node, { executor }]) => [node, executor] as const),
    ...products.map((layer) => [layer.node, productLayer(engine, layer, settings)] as const),
  ])
  const sequences = recurrentLayers(shaped, view)
  const others = new Map<number, NetExecutor>([
    ...[...sequences].map(([node, layer]) => [node, new RecurrentExecutor(layer, engine.recurrent, settings)] as const),
    ...[...integerProducts(shaped, view, settings)].map(
      ([node, layer]) => [node, new IntegerProductExecutor(layer, engine.originals, settings)] as const,
    ),
  ])
  const all = new Map<number, NetExecutor>([...executors, ...others])
  const net = buildNet(shaped, view, all, sequenceDims(shaped, view, sequences), engine.formats, settings)
  const overrideNotes = overrides.value.notes
  return ok({
    net,
    settings,
    view,
    layers,
    unknown: new Map([...unknown, ...transposed.unknown]),
    decided,
    executors,
    others,
    forced,
    overrideNotes,
  })
}
