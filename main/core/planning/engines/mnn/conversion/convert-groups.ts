// SPDX-License-Identifier: Apache-2.0
import type { Node } from '#core/model/graph'
import type { ShapedModel } from '#core/model/shapes'
import { convLayers } from '#core/planning/layers/conv-layers'
import { transposedProblem } from '#core/planning/layers/conv-problem'
import { isVolume } from '../geometry/volumes'
import { recurrentLayer } from '../rules/recurrent-layers'
import { type ConvertedModel, ModelWriter, unchanged } from './converted-model'
import { writePlanes, writeTransposedPlanes } from './planes'
import { writeRecurrentStep } from './recurrent-step'
import { writeSmallGroups } from './small-groups'
import { writeSplitGroups } from './split-groups'

/** What a release's converter does with groups and with volumes, unless it is told to keep them (3.2.2: --groupConvNative). */
export interface GroupConversion {
  /** Also with those whose weights the model computes. */
  readonly computedWeights: boolean
  /** Groups of few channels become depthwise convolutions. */
  readonly smallAsDepthwise: boolean
  /** Convolutions over three axes become convolutions over two: none, those that are not transposed, or all. */
  readonly volumesAsPlanes: 'none' | 'convolutions' | 'all'
  /** Convolutions over three axes become one for each group, unless they become convolutions over two. */
  readonly splitsVolumes: boolean
  /** An LSTM of one step, with states that are given, becomes convolutions. */
  readonly recurrentSteps: boolean
}

/**
 * A model whose convolutions and transposed convolutions of several groups are written as the converter does: one for
 * each group, between a slice of their input and a concatenation of their outputs, or depthwise ones. 1.0.1|3.6.1:
 * tools/converter/source/optimizer/postconvert/TransformGroupConvolution.cpp; 3.4.0:
 * tools/converter/source/optimizer/merge/TransformSmallGroupConvolutionToDepthwise.cpp. A convolution over three axes is
 * written as one over two for each tap along the first axis, or taken apart by groups (2.1.2|3.0.3:
 * TransformGroupConvolution3D).
 */
export function convertGroups(shaped: ShapedModel, rule: GroupConversion): ConvertedModel {
  const convolutions = new Map(convLayers(shaped).layers.map((layer) => [layer.node, layer]))
  const groupsOf = ({ id, inputs }: Node): number => {
    if (shaped.folded[id] === true) return 1
    const layer = convolutions.get(id)
    const problem = layer?.problem ?? transposedProblem(shaped, id)
    if (problem === null || problem.depthwise) return 1
    const { group, inChannels, outChannels } = problem
    const isConstant = inputs.slice(1).every((tensor) => tensor < 0 || shaped.constants.has(tensor))
    const isConverted = isConstant || (layer !== undefined && rule.computedWeights)
    return isConverted && inChannels % group === 0 && outChannels % group === 0 ? group : 1
  }
  const writesOf = (node: Node) =>
    shaped.folded[node.id] === true ? null : (volumeWriter(shaped, node, rule) ?? stepWriter(shaped, node, rule))
  if (shaped.model.nodes.every((node) => groupsOf(node) === 1 && writesOf(node) === null)) return unchanged(shaped)
  const writer = new ModelWriter(shaped)
  for (const node of shaped.model.nodes) {
    const groups = groupsOf(node)
    const operation = shaped.operations[node.id]
    const write = writesOf(node)
    if (write !== null) write(writer)
    else if (groups === 1 || (operation?.kind !== 'Conv' && operation?.kind !== 'ConvTranspose')) writer.keep(node)
    else if (rule.smallAsDepthwise && operation.kind === 'Conv' && isSmall(shaped, node, groups)) {
      writeSmallGroups(writer, node, operation)
    } else writeSplitGroups(writer, node, operation)
  }
  return writer.finish()
}

/** What writes a layer over three axes anew; null: it stays as it is, or is none. */
function volumeWriter(
  shaped: ShapedModel,
  node: Node,
  { volumesAsPlanes, splitsVolumes, smallAsDepthwise }: GroupConversion,
): ((writer: ModelWriter) => void) | null {
  const operation = shaped.operations[node.id]
  if (operation === null || operation === undefined || !isVolume(shaped, node.id)) return null
  const { group } = operation as { readonly group: number }
  const [into, out] = [node.inputs[0], node.outputs[0]].map((tensor) => shaped.dims[tensor ?? -1]?.[1] ?? 0)
  if (into === undefined || out === undefined || into % group !== 0 || out % group !== 0) return null
  // It is not known whether groups of few channels, once over two axes, become depthwise ones.
  const isUnclear = smallAsDepthwise && group > 1 && group !== into && isSmall(shaped, node, group)
  if (operation.kind === 'ConvTranspose')
    return volumesAsPlanes === 'all' ? (writer) => writeTransposedPlanes(writer, node, operation) : null
  if (operation.kind !== 'Conv' || isUnclear) return null
  if (volumesAsPlanes !== 'none') return (writer) => writePlanes(writer, node, operation)
  return splitsVolumes && group > 1 ? (writer) => writeSplitGroups(writer, node, operation) : null
}

/** What writes an LSTM of one step anew; null: it stays as it is, or is none. */
function stepWriter(
  shaped: ShapedModel,
  node: Node,
  { recurrentSteps }: GroupConversion,
): ((writer: ModelWriter) => void) | null {
  const layer = recurrentSteps ? recurrentLayer(shaped, node.id) : null
  if (layer === null || layer.cell !== 'lstm' || layer.steps !== 1 || layer.directions !== 1) return null
  const constants = [layer.weight, layer.recurrence, ...(layer.bias < 0 ? [] : [layer.bias])]
  const isGiven = layer.initialHidden >= 0 && layer.initialCell >= 0
  if (!isGiven || !constants.every((tensor) => shaped.constants.has(tensor))) return null
  return (writer) => writeRecurrentStep(writer, node, layer)
}

/** More groups than channels in each, of which at most three go out; float weights, and padding in numbers. */
function isSmall(shaped: ShapedModel, { operation, inputs, outputs }: Node, groups: number): boolean {
  if (operation.kind !== 'Conv' || operation.pads.kind !== 'explicit') return false
  const data = shaped.constants.get(inputs[1] ?? -1)?.data
  if (data === undefined || data.kind === 'coded' || data.kind === 'encoded' || data.kind === 'quantised') return false
  const [into, out] = [inputs[0], outputs[0]].map((tensor) => (shaped.dims[tensor ?? -1]?.[1] ?? 0) / groups)
  return into !== undefined && out !== undefined && out < 4 && out < groups && into < groups
}
