// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'
import { type ConvLayer, convLayers } from '#core/planning/layers/conv-layers'
import { oncePerModel } from '#core/planning/layers/once-per-model'
import type { Message } from '#messages/message'
import { convertGroups, type GroupConversion } from '../conversion/convert-groups'
import { type ConvertedModel, unchanged } from '../conversion/converted-model'
import { type Deconvolution, deconvolutionLayers } from '../rules/deconvolutions'
import { type IntegerLayer, integerLayers } from '../rules/integer-layers'
import { type ConverterView, converterView, isConverted } from './converter-view'
import { fullyConnectedLayers } from './fully-connected'
import { type Constants, sessionConstants } from './session-constants'
import { type LaidOutView, layOut } from './tensor-layouts'

/** A model as a release's converter would leave it: what every session of it has, whatever its configuration. */
export interface ConvertedGraph {
  /** All nodes below are those of it. */
  readonly converted: ConvertedModel
  readonly view: ConverterView
  /** Convolutions and fully connected layers, in execution order. */
  readonly layers: readonly ConvLayer[]
  /** Convolutions that the model does not tell enough of, with the reason. */
  readonly unknown: ReadonlyMap<number, Message>
  readonly deconvolutions: ReadonlyMap<number, Deconvolution>
  /** Convolutions of 8-bit integers. */
  readonly integers: ReadonlyMap<number, IntegerLayer>
  readonly constants: Constants
  readonly laidOut: LaidOutView
}

const graphsOf = oncePerModel(() => new Map<GroupConversion, ConvertedGraph>())

export function convertedGraph(model: ShapedModel, conversion: GroupConversion): ConvertedGraph {
  const graphs = graphsOf(model)
  const graph = graphs.get(conversion) ?? convert(model, conversion)
  graphs.set(conversion, graph)
  return graph
}

function convert(model: ShapedModel, conversion: GroupConversion): ConvertedGraph {
  const converted = isConverted(model) ? unchanged(model) : convertGroups(model, conversion)
  const { shaped } = converted
  const view = converterView(shaped, converted.joins)
  const convolutions = convLayers(shaped)
  const connected = fullyConnectedLayers(shaped, view)
  const connectedNodes = new Set(connected.map(({ node }) => node))
  const deconvolutions = deconvolutionLayers(shaped)
  const integers = integerLayers(shaped)
  return {
    converted,
    view,
    layers: [...convolutions.layers, ...connected].sort((a, b) => a.node - b.node),
    unknown: convolutions.unknown,
    deconvolutions,
    integers,
    constants: sessionConstants(
      shaped,
      view,
      new Set([...connectedNodes, ...deconvolutions.keys(), ...integers.keys()]),
    ),
    laidOut: layOut(shaped, view, connectedNodes),
  }
}
